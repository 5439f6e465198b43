import { Effect } from "effect"
import { groupHasRule, groupUnknown } from "#domain/directory"
import { deriveId, streamName } from "#domain/kernel"
import { suggest } from "#workflows/language"
import { Keys, Knowledge } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { groupKind, userKind } from "../execution/stream-kinds.ts"
import { changeOwn } from "./owned.ts"
import { subjectOf, userStream } from "./people.ts"
import { validUpn } from "./tenants.ts"

/** What a group is to be. */
export interface NewGroup {
  readonly name: string
  readonly description: string
  /** The id that it has in Microsoft Entra; null for one of our own. */
  readonly id: string | null
  /** What makes a device a member, as Microsoft Entra writes it; null where members are added one by one. */
  readonly membershipRule: string | null
}

const groupIdOf = (tenantId: string, name: string): string => deriveId("group", tenantId, name)

/** The stream of a group: a tenant's own, whatever ids other tenants give to theirs. */
const groupStream = (tenantId: string, groupId: string): string =>
  streamName("group", deriveId("group-stream", tenantId, groupId))

/** Creates a group in a tenant's directory; the same one again changes nothing. */
export const createGroup = Effect.fn("createGroup")(function* (
  { description, id, membershipRule, name }: NewGroup,
  caller: TenantCaller,
) {
  const groupId = id?.toLowerCase() ?? groupIdOf(caller.tenantId, name)
  const command = { type: "CreateGroup", groupId, name, description, membershipRule } as const
  const origin = originOf(yield* Keys, caller, "create-group", command)
  const answer = yield* execute(groupKind, groupStream(caller.tenantId, groupId), command, origin)
  return { ...answer, groupId }
})

/** A tenant's group by its id or name; refused with what was perhaps meant. */
const groupCalled = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  for (const groupId of [asked.toLowerCase(), groupIdOf(tenantId, asked)]) {
    const { state } = yield* stateOf(groupKind, groupStream(tenantId, groupId))
    if (state !== null) return { id: groupId, name: state.name, isRuled: state.membershipRule !== null }
  }
  const { groups } = yield* (yield* Knowledge).catalogue(tenantId)
  const named = groups.find(({ name }) => name === asked)
  if (named !== undefined) return { ...named, isRuled: named.rule !== null }
  const meant = suggest(
    asked,
    groups.map(({ name }) => name),
  )
  return yield* groupUnknown(asked, meant)
})

/** Whether a member comes or goes. */
export type Membership = "AddToGroup" | "RemoveFromGroup"

const groupFor = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  const { id: groupId, isRuled, name } = yield* groupCalled(tenantId, asked)
  return isRuled ? yield* groupHasRule(name) : { groupId, name }
})

/** Adds one of a tenant's devices to a group, or removes it; what is so already changes nothing. */
export const changeDeviceGroup = Effect.fn("changeDeviceGroup")(function* (
  { deviceId, group, type }: { readonly type: Membership; readonly group: string; readonly deviceId: string },
  caller: TenantCaller,
) {
  const command = { type, ...(yield* groupFor(caller.tenantId, group)) } as const
  return yield* changeOwn(deviceId, command, caller)
})

/** Adds a person of a tenant's directory to a group, or removes them; what is so already changes nothing. */
export const changeUserGroup = Effect.fn("changeUserGroup")(function* (
  { group, type, upn }: { readonly type: Membership; readonly group: string; readonly upn: string },
  caller: TenantCaller,
) {
  const { tenantId } = caller
  const target = yield* groupFor(tenantId, group)
  const keys = yield* Keys
  const userPrincipalName = yield* validUpn(upn)
  const userId = subjectOf(keys, userPrincipalName)
  const personal = { subject: userId, values: { userPrincipalName } }
  const origin = originOf(keys, caller, type, { userId, ...target })
  return yield* execute(userKind, userStream(tenantId, userId), { type, userId, ...target, personal }, origin)
})
