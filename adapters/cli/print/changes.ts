import type { ProfileDiff } from "#workflows/rollout"
import { writtenDuration } from "#workflows/tools"
import type { Style } from "./colour.ts"

type Setting = ProfileDiff["settings"][number]
type Value = Setting["before"]

/** What settings are called in a profile, where what is stored has another name. */
const WRITTEN: ReadonlyArray<readonly [stored: RegExp, written: string]> = [
  [/Millis$/, ""],
  [/\.securityPolicies$/, ".policies"],
  [/\.networkConnections$/, ".networks"],
  [/\.blockingApps$/, ".apps.blocking"],
  [/\.otherApps$/, ".apps.others"],
  [/\.retryLimit$/, ".retry.limit"],
  [/\.continueAnyway$/, ".continue"],
  [/\.collectLogs$/, ".collect-logs"],
  [/\.appTimeLimit$/, ".apps.timeLimit"],
  [/\.appTimeLimits(?=$|\.)/, ".apps.timeLimits"],
  [/^hasOwnPage$/, "enrollmentStatus of its own"],
]

const writtenName = (setting: string): string =>
  WRITTEN.reduce((name, [stored, written]) => name.replace(stored, written), setting)

/** Settings that are stored as milliseconds. */
const TIME = /Millis$|\.appTimeLimits\./

const CONTROL = /\p{Cc}/gu

const valueText = (setting: string, value: Value): string => {
  if (value === null) return "nothing"
  if (typeof value === "number" && TIME.test(setting)) return writtenDuration(value)
  if (Array.isArray(value)) return `[${value.map((item) => String(item)).join(", ")}]`
  return JSON.stringify(value)
}

const shown = (setting: string, value: Value): string =>
  valueText(setting, value).replace(CONTROL, "\u{FFFD}")

const settingLine = ({ after, before, setting }: Setting, style: Style): string =>
  `${writtenName(setting)}: ${style.bad(shown(setting, before))} -> ${style.good(shown(setting, after))}`

const SIGNS = { added: "+", removed: "-", changed: "~" } as const
type Kind = keyof typeof SIGNS

const painted = (kind: Kind, text: string, style: Style): string =>
  ({ added: style.good, removed: style.bad, changed: style.warn })[kind](text)

/** Setting by setting, then state by state, each on a line of its own. */
export const changeLines = (
  { settings, statechart }: Pick<ProfileDiff, "settings" | "statechart">,
  style: Style,
): ReadonlyArray<string> => [
  ...settings.map((change) => settingLine(change, style)),
  ...statechart.map(
    ({ kind, says, state }) =>
      `${painted(kind, SIGNS[kind], style)} state ${state === "" ? "(the whole)" : state}: ${says}`,
  ),
]
