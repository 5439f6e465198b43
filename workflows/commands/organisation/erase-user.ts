import { Effect } from "effect"
import { upnDomain } from "#domain/directory"
import { Refusal, streamName } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { tenantKind, userKind } from "../execution/stream-kinds.ts"
import { subjectOf, userStream } from "./people.ts"
import { validUpn } from "./tenants.ts"

const ofAnother = (upn: string, domains: ReadonlyArray<string>) =>
  new Refusal({
    kind: "forbidden",
    code: "upn-of-another-organisation",
    what: `"${upn}" is of another organisation: the domains of this tenant are ${domains.join(", ") || "none"}.`,
    remedy: "Erase a person for the tenant whose domain the name has.",
  })

/**
 * Erases a person: the key under which everything personal of them is sealed is destroyed, in the log and in every
 * list, for ever. What happened stays, without a name. It is recorded before it is done, so that a crash leaves it to
 * the process of that name.
 *
 * Refuses a person of another organisation: names are sealed once for all tenants.
 */
export const eraseUser = Effect.fn("eraseUser")(function* (
  { reason, upn }: { readonly upn: string; readonly reason: string },
  caller: TenantCaller,
) {
  const keys = yield* Keys
  const name = yield* validUpn(upn)
  const { created } = (yield* stateOf(tenantKind, streamName("tenant", caller.tenantId))).state
  const domains = created?.domains ?? []
  if (!domains.includes(upnDomain(name))) return yield* ofAnother(name, domains)
  const userId = subjectOf(keys, name)
  const origin = originOf(keys, caller, "erase-user", { userId, reason })
  const command = { type: "EraseSubject", userId, reason } as const
  const answer = yield* execute(userKind, userStream(caller.tenantId, userId), command, origin)
  yield* keys.erase(userId)
  return answer
})
