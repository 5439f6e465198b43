import { type Draft, suggest } from "#workflows/language"
import { writtenDuration } from "../rehearsal/duration.ts"
import type { Trace } from "../simulate/trace.ts"
import type { Expected } from "./case-file.ts"
import type { Difference } from "./report.ts"

type Compare = (expected: Expected, ended: Ended) => Difference | undefined

/** How a case ended. */
export interface Ended {
  readonly draft: Draft
  readonly trace: Trace
  /** What was concluded since `when`. */
  readonly emitted: ReadonlyArray<string>
}

const listed = (names: ReadonlyArray<string>): string => (names.length === 0 ? "none" : names.join(", "))

const isIn = (path: string, states: ReadonlyArray<string>): boolean =>
  states.some((state) => state === path || state.startsWith(`${path}.`))

/** A state by its path, or by its name where only one is called so, as profiles name states. */
const pathOf = ({ states }: Draft, name: string): string => {
  const known = states.map(({ path }) => path)
  const ends = known.filter((path) => path.endsWith(`.${name}`))
  const [only = name] = ends
  return known.includes(name) || ends.length !== 1 ? name : only
}

const unknownState = ({ states }: Draft, paths: ReadonlyArray<string>): string => {
  const known = states.map(({ path }) => path)
  const unknown = paths.find((path) => !known.includes(path))
  if (unknown === undefined) return ""
  const several = known.filter((path) => path.endsWith(`.${unknown}`))
  const meant = several[0] ?? suggest(unknown, known)
  return ` (the profile has no state ${JSON.stringify(unknown)}${meant === undefined ? "" : `; is ${JSON.stringify(meant)} meant?`})`
}

const ofState: Compare = ({ state }, { draft, trace }) => {
  if (state === undefined) return undefined
  const paths = (typeof state === "string" ? [state] : state).map((name) => pathOf(draft, name))
  if (paths.every((path) => isIn(path, trace.states))) return undefined
  return {
    what: "state",
    expected: `${listed(paths)}${unknownState(draft, paths)}`,
    found: listed(trace.states),
  }
}

const plainly = (what: string, expected: string | undefined, found: string): Difference | undefined =>
  expected === undefined || expected === found ? undefined : { what, expected, found }

const isAmong = (wanted: ReadonlyArray<string>, found: ReadonlyArray<string>): boolean => {
  let next = 0
  for (const name of found) if (name === wanted[next]) next++
  return next === wanted.length
}

const ofEmitted: Compare = ({ emitted: wanted }, { emitted }) => {
  if (wanted === undefined) return undefined
  const isGood = wanted.length === 0 ? emitted.length === 0 : isAmong(wanted, emitted)
  return isGood ? undefined : { what: "emitted", expected: listed(wanted), found: listed(emitted) }
}

const UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const isUnit = (unit: string): unit is keyof typeof UNIT => unit in UNIT

/** The same time is written the same: 60m is 1h. */
const normal = (duration: string): string => {
  const unit = duration.replace(/^\d+/u, "")
  return isUnit(unit) ? writtenDuration(Number.parseInt(duration, 10) * UNIT[unit]) : duration
}

const ofWait: Compare = ({ until }, { trace: { deadlines, took } }) => {
  if (until === undefined) return undefined
  const [next] = deadlines
  return plainly("until", normal(until), next === undefined ? "none" : writtenDuration(next.due - took))
}

const COMPARED: ReadonlyArray<Compare> = [
  ofState,
  ({ outcome }, { trace }) => plainly("outcome", outcome, trace.outcome ?? "none"),
  ({ reason }, { trace }) => plainly("reason", reason, trace.reason ?? "none"),
  ofEmitted,
  ofWait,
]

/** Everything that is not as expected. */
export const differencesIn = (expected: Expected, ended: Ended): ReadonlyArray<Difference> =>
  COMPARED.flatMap((compare) => compare(expected, ended) ?? [])
