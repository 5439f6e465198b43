import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { listProfiles, type ProfileEntry } from "#projections/profiles"
import { jsonFlag } from "../../json-flag.ts"
import { Output, result, resultJson } from "../../output.ts"
import { moment } from "../../print/moment.ts"
import { type Column, table } from "../../print/table.ts"
import { caughtUp, onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"

const PAGE = "EnrollmentStatusPage"

/** Who gets a profile or a page, in words. */
const assigned = (assign: ProfileEntry["assign"]): string => {
  if (assign === null) return ""
  const lists = [
    ["group tag", assign.groupTags],
    ["order", assign.orderIds],
    ["purchase order", assign.purchaseOrders],
    ["group", assign.groups],
    ["people of", "userGroups" in assign ? assign.userGroups : []],
    ["never", assign.excludeGroups],
  ] as const
  const said = lists.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what} ${names.join(", ")}`]))
  if (assign.allDevices) said.push("every device that no other takes")
  if (assign.where !== null) said.push(`where ${assign.where}`)
  return said.join("; ") || "nobody"
}

const COLUMNS: ReadonlyArray<Column<ProfileEntry>> = [
  { title: "Name", text: ({ name }) => name, narrow: "whole" },
  { title: "Version", text: ({ version }) => String(version) },
  { title: "Kind", text: ({ kind }) => (kind === PAGE ? "page" : "profile") },
  { title: "Title", text: ({ title }) => title },
  { title: "Priority", text: ({ priority }) => (priority === null ? "-" : String(priority)) },
  { title: "Goes to", text: ({ assign }) => assigned(assign) },
  { title: "Published", text: ({ publishedAt }) => moment(publishedAt) },
]

const RETIRED: Column<ProfileEntry> = { title: "Retired", text: ({ retiredAt }) => moment(retiredAt) }

/** Profiles before pages, the default of each last, however old it is; what is offered no more after all others. */
const place = ({ assign, kind, retiredAt }: ProfileEntry): number =>
  Number(assign?.allDevices === true) + 2 * Number(kind === PAGE) + 4 * Number(retiredAt !== null)

const byPrecedence = (a: ProfileEntry, b: ProfileEntry): number =>
  place(a) - place(b) || (a.priority ?? 0) - (b.priority ?? 0)

/** `flightlog profile list` */
export const list = Command.make(
  "list",
  {
    retired: Flag.Boolean("retired").pipe(
      Flag.withDescription("Also those that were retired"),
      Flag.withDefault(false),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile list")(function* ({ json, retired }) {
    const { id } = yield* theTenant
    yield* caughtUp
    const all = yield* listProfiles(id, { retired })
    const profiles = all.filter(({ kind }) => kind !== "Lifecycle").toSorted(byPrecedence)
    if (json) return yield* resultJson(profiles)
    const { out } = yield* Output
    yield* result(table(profiles, retired ? [...COLUMNS, RETIRED] : COLUMNS, out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the tenant's profiles, then its Enrollment Status Pages, in the order of precedence: where several apply to a device, the first one wins.",
  ),
  Command.withShortDescription("List the profiles of the tenant"),
)
