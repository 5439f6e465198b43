import { Result } from "effect"
import { type Decider, isUuid, Refusal } from "#domain/kernel"
import type { GroupFact } from "./events.ts"
import { parseMembershipRule } from "./membership-rule.ts"

/** The state of one group stream; null before it was created. */
export type GroupState = Extract<GroupFact, { readonly type: "GroupCreated" }>["data"] | null

/** What may be asked of a group stream. Who is in it stands in the streams of its members. */
export type GroupCommand = {
  readonly type: "CreateGroup"
  readonly groupId: string
  readonly name: string
  readonly description: string
  /** What makes a device a member; null where members are added one by one. */
  readonly membershipRule: string | null
}

const exists = (name: string) =>
  new Refusal({
    kind: "conflict",
    code: "group-exists",
    what: `There is a group "${name}" already, and its name or its rule is another one.`,
    remedy:
      "Go on with the group there is, or create one with another name, and with another id where you gave one.",
  })

/** Only an id that can be no name tells one group from all others. */
const badId = (groupId: string) =>
  new Refusal({
    kind: "invalid",
    code: "group-id-invalid",
    what: `The id ${JSON.stringify(groupId)} is no GUID.`,
    remedy:
      "Copy the object id of the group from Microsoft Entra, such as 7d1b2a60-1f0e-4b6e-9c55-8d2f6a01c3e4, or leave the id out.",
  })

/** There is no group of a name or id; `meant` is one that was perhaps meant. */
export const groupUnknown = (group: string, meant?: string) =>
  new Refusal({
    kind: "unknown",
    code: "group-unknown",
    what: `There is no group ${JSON.stringify(group)} in this tenant.${meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`}`,
    remedy: "Create it first: flightlog group create NAME.",
  })

/** A group with a rule says itself whom it has. */
export const groupHasRule = (name: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "group-has-rule",
    what: `The group "${name}" has its members by its rule: nobody is added or removed by hand.`,
    remedy:
      "Change what the rule looks at (the group tag, the purchase order), or use a group without a rule.",
  })

const isSame = (group: NonNullable<GroupState>, { membershipRule, name }: GroupCommand): boolean =>
  group.name === name && group.membershipRule === membershipRule

/** The rules of a group: it is created once, its id is a GUID, and its rule is one that can be followed. */
export const groupDecider: Decider<GroupState, GroupCommand, GroupFact> = {
  initial: null,
  evolve: (_state, { data }) => data,
  decide: (state, command) => {
    if (state !== null) return isSame(state, command) ? Result.succeed([]) : Result.fail(exists(state.name))
    if (!isUuid(command.groupId)) return Result.fail(badId(command.groupId))
    const { type: _type, ...data } = command
    const rule = data.membershipRule === null ? Result.succeed([]) : parseMembershipRule(data.membershipRule)
    return Result.map(rule, () => [{ type: "GroupCreated", data }])
  },
}
