import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type GroupEntry, type GroupMember, groupNamed, listGroups, membersOf } from "#projections/groups"
import { changeDeviceGroup, changeUserGroup, createGroup, type Membership } from "#workflows/commands"
import { CliRefusal } from "../complaint.ts"
import { theDevice } from "../device.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { moment } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { settled } from "../settle.ts"
import { caughtUp, onStore } from "../store.ts"
import { tenantCaller, theTenant } from "../tenant.ts"

const groupArgument = Argument.String("group").pipe(
  Argument.withMetavar("GROUP"),
  Argument.withDescription("Name or id of a group"),
)

const membersArgument = Argument.String("members").pipe(
  Argument.withMetavar("SERIAL|ID|UPN..."),
  Argument.withDescription("Devices by serial number or id, people by user principal name"),
  Argument.variadic({ min: 1 }),
)

const create = Command.make(
  "create",
  {
    name: groupArgument,
    rule: Flag.String("rule").pipe(
      Flag.withMetavar("RULE"),
      Flag.withDescription(
        `Members by a rule of Microsoft Entra: (device.devicePhysicalIds -any (_ -eq "[OrderID]:TAG")); [PurchaseOrderId]:NUMBER, [ZTDId], several with -or`,
      ),
      Flag.optional,
    ),
    id: Flag.String("id").pipe(
      Flag.withMetavar("GUID"),
      Flag.withDescription("The id that it has in Microsoft Entra, for profiles that come from there"),
      Flag.optional,
    ),
    description: Flag.String("description").pipe(
      Flag.withMetavar("TEXT"),
      Flag.withDescription("What it is for"),
      Flag.withDefault(""),
    ),
  },
  Effect.fn("group create")(function* ({ description, id, name, rule }) {
    const group = { name, description, id: Option.getOrNull(id), membershipRule: Option.getOrNull(rule) }
    const { facts } = yield* settled(createGroup(group, yield* tenantCaller))
    yield* result(
      facts.length === 0
        ? `The group ${name} was there already; nothing changed.`
        : `Group ${name} created. Profiles and pages name it under assign: groups, or excludeGroups; pages of people under userGroups.`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Creates a group in the tenant's directory. Members are added one by one, or a rule says which devices are in it: all Autopilot devices, a group tag, a purchase order.",
  ),
  Command.withShortDescription("Create a group, with members or a rule"),
  Command.withExamples([
    { command: "flightlog group create kiosks" },
    {
      command: `flightlog group create emea --rule '(device.devicePhysicalIds -any (_ -eq "[OrderID]:emea"))'`,
      description: "Every device with that group tag",
    },
  ]),
)

const WORDS: { readonly [type in Membership]: { readonly changed: string; readonly same: string } } = {
  AddToGroup: { changed: "is in", same: "is already in" },
  RemoveFromGroup: { changed: "is no longer in", same: "is not in" },
}

const changeOne = Effect.fnUntraced(function* (type: Membership, group: string, member: string) {
  const caller = yield* tenantCaller
  const { facts } = member.includes("@")
    ? yield* changeUserGroup({ type, group, upn: member }, caller)
    : yield* settled(
        changeDeviceGroup({ type, group, deviceId: yield* theDevice(caller.tenantId, member) }, caller),
      )
  const { changed, same } = WORDS[type]
  yield* result(
    facts.length === 0 ? `${member} ${same} ${group}; nothing changed.` : `${member} ${changed} ${group}.`,
  )
})

const change = (type: Membership) =>
  Effect.fn("group change")(function* ({
    group,
    members,
  }: {
    readonly group: string
    readonly members: ReadonlyArray<string>
  }) {
    for (const member of members) yield* changeOne(type, group, member)
  }, onStore)

const add = Command.make(
  "add",
  { group: groupArgument, members: membersArgument },
  change("AddToGroup"),
).pipe(
  Command.withDescription(
    "Adds devices and people to a group. Devices whose profile that changes get it at once; deployments under way keep theirs.",
  ),
  Command.withShortDescription("Add devices and people to a group"),
  Command.withExamples([{ command: "flightlog group add kiosks CTS-0000001 ann@contoso.com" }]),
)

const remove = Command.make(
  "remove",
  { group: groupArgument, members: membersArgument },
  change("RemoveFromGroup"),
).pipe(
  Command.withDescription(
    "Removes devices and people from a group. Devices whose profile that changes get another one at once.",
  ),
  Command.withShortDescription("Remove devices and people from a group"),
  Command.withExamples([{ command: "flightlog group remove kiosks CTS-0000001" }]),
)

const GROUPS: ReadonlyArray<Column<GroupEntry>> = [
  { title: "Name", text: ({ name }) => name, narrow: "whole" },
  { title: "Devices", text: ({ devices }) => String(devices) },
  { title: "People", text: ({ users }) => String(users) },
  { title: "Members", text: ({ membershipRule }) => membershipRule ?? "added one by one", narrow: "wrap" },
  { title: "Created", text: ({ createdDateTime }) => moment(createdDateTime), leave: 1 },
]

const list = Command.make(
  "list",
  { json: jsonFlag },
  Effect.fn("group list")(function* ({ json }) {
    const { id } = yield* theTenant
    yield* caughtUp
    const groups = yield* listGroups(id)
    if (json) return yield* resultJson(groups)
    yield* result(table(groups, GROUPS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription("Lists the groups of the tenant, with how many devices and people are in each."),
  Command.withShortDescription("List the groups of the tenant"),
)

const MEMBERS: ReadonlyArray<Column<GroupMember>> = [
  { title: "Kind", text: ({ kind }) => kind },
  { title: "Name", text: ({ name }) => name ?? "(erased)", narrow: "whole" },
  { title: "Since", text: ({ since }) => (since === null ? "by the rule" : moment(since)) },
  { title: "Id", text: ({ id }) => id, leave: 1 },
]

const unknown = (asked: string, groups: ReadonlyArray<GroupEntry>) =>
  new CliRefusal({
    code: "group-unknown",
    what: `There is no group ${JSON.stringify(asked)}.${didYouMean(
      asked,
      groups.map(({ name }) => name),
    )}`,
    where: "GROUP",
    remedy: "List them: flightlog group list. Create one: flightlog group create NAME.",
    exit: EXIT.refused,
  })

const show = Command.make(
  "show",
  { group: groupArgument, json: jsonFlag },
  Effect.fn("group show")(function* ({ group: asked, json }) {
    const { id } = yield* theTenant
    yield* caughtUp
    const group = yield* groupNamed(id, asked)
    if (group === undefined) return yield* unknown(asked, yield* listGroups(id))
    const members = yield* membersOf(id, group)
    if (json) return yield* resultJson({ ...group, members })
    yield* note(`${group.name} (${group.id}): ${group.membershipRule ?? "members are added one by one"}`)
    yield* result(table(members, MEMBERS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription("Shows who is in a group, and since when."),
  Command.withShortDescription("Show who is in a group"),
  Command.withExamples([{ command: "flightlog group show kiosks" }]),
)

/** `flightlog group ...` */
export const group = Command.make("group").pipe(
  Command.withDescription("Groups of devices and people, which profiles and pages are assigned to."),
  Command.withShortDescription("Create groups, and change who is in them"),
  Command.withSubcommands([create, add, remove, list, show]),
)
