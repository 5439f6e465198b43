import { Effect } from "effect"
import { normaliseUpn } from "#domain/directory"
import { Refusal, streamName } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { type Caller, followUp, originOf, type TenantCaller } from "../execution/caller.ts"
import { execute } from "../execution/execute.ts"
import { tenantKind, userKind } from "../execution/stream-kinds.ts"
import { publishLifecycle, publishShipped } from "../publishing/publish-profile.ts"
import { subjectOf, tenantIdOf, userStream } from "./people.ts"

/**
 * Creates a tenant and publishes its lifecycle and its `default` profile.
 *
 * @param domains the domains of its user names: who signs in with another one belongs to another organisation
 */
export const createTenant = Effect.fn("createTenant")(function* (
  { domains, name }: { readonly name: string; readonly domains: ReadonlyArray<string> },
  caller: Caller,
) {
  const keys = yield* Keys
  const tenantId = tenantIdOf(keys, name)
  const body = { name, domains: domains.map((domain) => domain.trim().toLowerCase()) }
  const origin = { ...originOf(keys, caller, "create-tenant", body), tenantId }
  const command = { type: "CreateTenant", tenantId, ...body } as const
  const answer = yield* execute(tenantKind, streamName("tenant", tenantId), command, origin)
  const follow = (operation: string): TenantCaller => ({
    ...caller,
    tenantId,
    key: followUp(origin, operation).commandId,
    correlationId: origin.correlationId,
    causationId: origin.commandId,
  })
  yield* publishLifecycle(follow("publish-lifecycle"))
  const published = yield* publishShipped("default", follow("publish-default"))
  return { ...answer, tenantId, position: published.position }
})

/** Says how many devices one user of a tenant may join; null for as many as they like. */
export const limitDevices = Effect.fn("limitDevices")(function* (limit: number | null, caller: TenantCaller) {
  const origin = originOf(yield* Keys, caller, "limit-devices", { limit })
  const command = { type: "LimitDevices", limit } as const
  return yield* execute(tenantKind, streamName("tenant", caller.tenantId), command, origin)
})

/**
 * Chooses whether the service itself takes the hash that shows a change of a device's hardware (`automatic`), or somebody
 * has to bring a new one. It is off unless a tenant chooses it.
 */
export const chooseRemediation = Effect.fn("chooseRemediation")(function* (
  automatic: boolean,
  caller: TenantCaller,
) {
  const command = { type: "ChooseRemediation", automatic } as const
  const origin = originOf(yield* Keys, caller, "choose-remediation", { automatic })
  return yield* execute(tenantKind, streamName("tenant", caller.tenantId), command, origin)
})

const UPN = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** A user principal name, or a refusal that says what one looks like. */
export const validUpn = Effect.fnUntraced(function* (upn: string) {
  if (UPN.test(upn.trim()) && upn.length <= 256) return normaliseUpn(upn)
  return yield* new Refusal({
    kind: "invalid",
    code: "upn-invalid",
    what: `"${upn}" is not a user principal name.`,
    remedy: "Write it as ann@contoso.com.",
  })
})

/** Adds a user to a tenant's directory; adding one again changes nothing. */
export const addUser = Effect.fn("addUser")(function* (
  { displayName, upn }: { readonly upn: string; readonly displayName: string | null },
  caller: TenantCaller,
) {
  const keys = yield* Keys
  const userPrincipalName = yield* validUpn(upn)
  const userId = subjectOf(keys, userPrincipalName)
  const values = { userPrincipalName, ...(displayName === null ? {} : { displayName }) }
  const command = { type: "AddUser", userId, personal: { subject: userId, values } } as const
  const origin = originOf(keys, caller, "add-user", values)
  return yield* execute(userKind, userStream(caller.tenantId, userId), command, origin)
})

/** Assigns or removes a licence of a user; without effect when the user has it already, or has not. */
export const changeLicence = Effect.fn("changeLicence")(function* (
  change: {
    readonly type: "AssignLicence" | "RemoveLicence"
    readonly upn: string
    readonly licence: string
  },
  caller: TenantCaller,
) {
  const keys = yield* Keys
  const userId = subjectOf(keys, yield* validUpn(change.upn))
  const { licence, type } = change
  const origin = originOf(keys, caller, "change-licence", { type, userId, licence })
  return yield* execute(userKind, userStream(caller.tenantId, userId), { type, userId, licence }, origin)
})
