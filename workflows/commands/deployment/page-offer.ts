import { Effect } from "effect"
import type { DeviceState, PageOffer } from "#domain/device"
import { Knowledge } from "#workflows/ports"
import { stateOf } from "../execution/execute.ts"
import { userKind } from "../execution/stream-kinds.ts"
import { userStream } from "../organisation/people.ts"

/** What the Enrollment Status Page of a device's attempt is chosen from: what its tenant offers, and the groups of its user. */
export const pageOffer = Effect.fnUntraced(function* ({ attempt, tenantId }: DeviceState) {
  const none: PageOffer = { catalogue: { generation: 0, pages: [], groups: [] }, userGroups: null }
  if (tenantId === null) return none
  const catalogue = yield* (yield* Knowledge).pageCatalogue(tenantId)
  if (catalogue.pages.length === 0 || attempt?.signedIn == null) return { ...none, catalogue }
  const { state } = yield* stateOf(userKind, userStream(tenantId, attempt.signedIn.userId))
  return { catalogue, userGroups: state.groups } satisfies PageOffer
})
