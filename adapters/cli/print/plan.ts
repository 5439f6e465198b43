import type { Plan } from "#workflows/rollout"
import type { Screen } from "../output.ts"
import { changeLines } from "./changes.ts"
import { type Style, styleOf } from "./colour.ts"
import { counted } from "./counted.ts"
import { type Column, table } from "./table.ts"

type ProfileChange = Plan["profiles"][number]
type DeviceChange = Plan["devices"][number]
type Version = DeviceChange["to"]

const called = (version: Version): string =>
  version === null ? "no profile" : `${version.name} v${version.version}`

/** How much a plan does, in one sentence. */
export const planCounts = ({ counts }: Plan): string => {
  const { changed, derived, devices, retired, staying, stranded, unchanged } = counts
  const more = [
    `${counted(devices, "device")} ${devices === 1 ? "changes" : "change"} profile`,
    ...(counts.pages === 0 ? [] : [`${counts.pages} ${counts.pages === 1 ? "sees" : "see"} another page`]),
    ...(stranded === 0 ? [] : [`${stranded} of them would strand`]),
    ...(staying === 0 ? [] : [`${counted(staying, "deployment")} under way keep their version`]),
    ...(derived === 0 ? [] : [`${counted(derived, "profile")} would change if published again`]),
  ]
  return `${counts.new} new, ${changed} changed, ${retired} retired, ${unchanged} unchanged; ${more.join(", ")}.`
}

const SIGNS = { new: "+", changed: "~", retired: "-", unchanged: " " } as const

const paintOf = (kind: ProfileChange["kind"], style: Style) =>
  ({ new: style.good, changed: style.warn, retired: style.bad, unchanged: style.faint })[kind]

const versions = ({ from, kind, to }: ProfileChange): string => {
  if (kind === "retired") return `retired after version ${from}`
  if (kind === "unchanged") return `unchanged at version ${from}`
  if (kind === "changed") return `version ${from} -> ${to ?? from}`
  return from === 0 ? "new, version 1" : `published again after its retirement, version ${to ?? from}`
}

const profileLines = (change: ProfileChange, style: Style): ReadonlyArray<string> => {
  const { document, file, kind, name } = change
  const because = file ?? "no file names it"
  const page = document === "EnrollmentStatusPage" ? "page, " : ""
  const head = `${paintOf(kind, style)(`${SIGNS[kind]} ${name}`)}  ${page}${versions(change)}  ${style.faint(`(${because})`)}`
  const lines = changeLines(change, style)
  if (kind === "changed" && lines.length === 0) return [head, "    nothing but its text"]
  return [head, ...lines.map((line) => `    ${line}`)]
}

/** Devices that change in the same way, counted. */
interface Group {
  readonly count: number
  readonly from: Version
  readonly to: Version
  readonly why: string
}

const grouped = (devices: ReadonlyArray<DeviceChange>): ReadonlyArray<Group> =>
  [...Map.groupBy(devices, ({ from, to, why }) => JSON.stringify([from, to, why])).values()].flatMap(
    ([first, ...others]) => (first === undefined ? [] : [{ ...first, count: others.length + 1 }]),
  )

const WAY: ReadonlyArray<Column<Pick<Group, "from" | "to" | "why">>> = [
  { title: "Has", text: ({ from }) => called(from) },
  {
    title: "Gets",
    text: ({ to }) => called(to),
    paint: ({ to }, style) => (to === null ? style.bad : style.strong),
  },
  { title: "By", text: ({ why }) => why, narrow: "wrap" },
]
const GROUPED: ReadonlyArray<Column<Group>> = [
  { title: "Devices", text: ({ count }) => String(count), narrow: "whole" },
  ...WAY,
]
const EACH: ReadonlyArray<Column<DeviceChange>> = [
  { title: "Serial number", text: ({ serialNumber }) => serialNumber, narrow: "whole" },
  ...WAY,
]

const page = (version: Version): string => (version === null ? "its profile's own" : called(version))

const PAGE_WAY: ReadonlyArray<Column<Pick<Group, "from" | "to" | "why">>> = [
  { title: "Has the page", text: ({ from }) => page(from) },
  { title: "Gets", text: ({ to }) => page(to), paint: (_, style) => style.strong },
  { title: "By", text: ({ why }) => why, narrow: "wrap" },
]
const PAGE_GROUPED: ReadonlyArray<Column<Group>> = [
  { title: "Devices", text: ({ count }) => String(count), narrow: "whole" },
  ...PAGE_WAY,
]
const PAGE_EACH: ReadonlyArray<Column<DeviceChange>> = [
  { title: "Serial number", text: ({ serialNumber }) => serialNumber, narrow: "whole" },
  ...PAGE_WAY,
]

const STRANDED: ReadonlyArray<Column<Plan["stranded"][number]>> = [
  { title: "Would strand", text: ({ serialNumber }) => serialNumber, narrow: "whole" },
  { title: "With", text: ({ profile }) => called(profile) },
  { title: "Code", text: ({ code }) => code, narrow: "whole", paint: (_, style) => style.bad },
  { title: "Why", text: ({ why }) => why, narrow: "wrap" },
]

const STAYING: ReadonlyArray<Column<Plan["staying"][number]>> = [
  { title: "Goes on", text: ({ serialNumber }) => serialNumber, narrow: "whole" },
  { title: "Attempt", text: ({ attempt }) => String(attempt), narrow: "whole" },
  { title: "With", text: ({ profile }) => called(profile) },
]

const derivedLines = (plan: Plan, style: Style): ReadonlyArray<string> =>
  plan.derived.flatMap((derived) => {
    const { base, errors, name, version } = derived
    const head = `${style.strong(name)} v${version} was published over another "${base}"`
    return errors > 0
      ? [`${head}; over this one it has ${counted(errors, "mistake")}.`]
      : [
          `${head}; published again it would change:`,
          ...changeLines(derived, style).map((line) => `    ${line}`),
        ]
  })

const section = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [lines.join("\n")]

/** How many rows of a list a plan shows where no detail is asked for. */
const FEW = 10

const rows = <Row>(
  all: ReadonlyArray<Row>,
  columns: ReadonlyArray<Column<Row>>,
  screen: Screen,
  detail: boolean,
): ReadonlyArray<string> => {
  if (all.length === 0) return []
  const shown = detail ? all : all.slice(0, FEW)
  const rest = all.length - shown.length
  return [table(shown, columns, screen) + (rest === 0 ? "" : `\n... and ${rest} more (--detail)`)]
}

/**
 * A plan for people: counts first, then profile by profile, then who is touched.
 *
 * @param detail every device by its serial number, and what is unchanged; without it devices are counted by what changes
 */
export const planText = (plan: Plan, screen: Screen, { detail }: { readonly detail: boolean }): string => {
  const style = styleOf(screen)
  const profiles = plan.profiles.filter(({ kind }) => detail || kind !== "unchanged")
  const devices = detail
    ? rows(plan.devices, EACH, screen, true)
    : rows(grouped(plan.devices), GROUPED, screen, false)
  return [
    planCounts(plan),
    ...section(profiles.flatMap((change) => profileLines(change, style))),
    ...devices,
    ...(detail
      ? rows(plan.pages, PAGE_EACH, screen, true)
      : rows(grouped(plan.pages), PAGE_GROUPED, screen, false)),
    ...rows(plan.stranded, STRANDED, screen, detail),
    ...rows(plan.staying, STAYING, screen, detail),
    ...section(derivedLines(plan, style)),
    ...section(
      plan.overlaps.map(
        ({ name, olderProfile, rule }) =>
          `${style.warn("Never wins:")} ${name} by ${rule}, because "${olderProfile}" is older and takes these devices.`,
      ),
    ),
  ].join("\n\n")
}
