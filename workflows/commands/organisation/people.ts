import { Effect } from "effect"
import { normaliseUpn, upnDomain } from "#domain/directory"
import { deriveId, streamName } from "#domain/kernel"
import { normaliseTenantName } from "#domain/tenant"
import { Keys } from "#workflows/ports"
import { stateOf } from "../execution/execute.ts"
import { tenantKind, userKind } from "../execution/stream-kinds.ts"

/** The id under which a person's name is sealed: derived from the keyed digest of the name, the same in every tenant. */
export const subjectOf = (keys: Keys["Service"], upn: string): string =>
  deriveId("subject", keys.digest("upn", normaliseUpn(upn)))

/** The stream of a user of a tenant. */
export const userStream = (tenantId: string, subject: string): string =>
  streamName("user", deriveId("user", tenantId, subject))

/** The id of the tenant of a name. */
export const tenantIdOf = (keys: Keys["Service"], name: string): string =>
  deriveId("tenant", keys.digest("tenant-name", normaliseTenantName(name)))

/** What a tenant's directory knows of a user principal name. */
export const lookUp = Effect.fnUntraced(function* (tenantId: string, upn: string) {
  const userId = subjectOf(yield* Keys, upn)
  const user = yield* stateOf(userKind, userStream(tenantId, userId))
  if (user.state.known)
    return {
      userId,
      directory: { known: true, licences: user.state.licences, revision: user.end.revision },
    } as const
  const tenant = yield* stateOf(tenantKind, streamName("tenant", tenantId))
  const domainKnown = tenant.state.created?.domains.includes(upnDomain(upn)) === true
  return { userId, directory: { known: false, domainKnown } } as const
})
