import type { Check, Draft, Place as WrittenPlace } from "#workflows/language"
import type { ChartState } from "../chart/chart.ts"
import type { Excused } from "../check/excused.ts"
import type { Explored, Place } from "../check/graph.ts"
import type { LongestTimes } from "../check/longest.ts"
import type { Course } from "../rehearsal/course-file.ts"

/** Everything that is known of a workflow once it is explored. */
export interface Model {
  readonly draft: Draft
  readonly explored: Explored
  readonly times: LongestTimes
  /** The states of the compiled statechart by their paths. */
  readonly chart: ReadonlyMap<string, ChartState>
  readonly reached: ReadonlySet<string>
  readonly excused: Excused
  /** Everything was looked at: what was not seen does not happen. */
  readonly complete: boolean
  /** Places from which no way leads to an outcome; none where not everything was looked at. */
  readonly lost: ReadonlySet<Place>
}

/** One defect: where it is to be mended, in words, and a course of events that shows it. */
export interface Defect {
  readonly at: WrittenPlace
  readonly message: string
  readonly related?: ReadonlyArray<WrittenPlace & { readonly message: string }>
  /** Null where there is nothing to show, because something never happens. */
  readonly course: Course | null
}

/** A check of what a device may come to. */
export interface ModelCheck extends Check {
  readonly run: (model: Model) => Iterable<Defect>
}

/** What people call a state. */
export const named = (path: string): string => JSON.stringify(path === "" ? "the workflow" : path)

/** Names as people list them. */
export const list = (names: ReadonlyArray<string>): string => names.map(named).join(", ")

/** The innermost states of a place in which something is still to happen. */
export const waitingIn = ({ chart }: Model, { states }: Place): ReadonlyArray<string> => {
  const waiting = states.filter((path) => chart.get(path)?.kind !== "final")
  return waiting.length === 0 ? states : waiting
}

/**
 * Where states are to be mended: where one of them, or a way out of one, is written in the file that is checked; else
 * where this file builds on the one that wrote them.
 */
export const placeOf = ({ draft }: Model, paths: ReadonlyArray<string>): Pick<Defect, "at" | "related"> => {
  const written = paths.flatMap((path) => draft.states.filter((state) => state.path === path))
  const places = [...written.map(({ at }) => at), ...written.flatMap(({ ways }) => ways.map(({ at }) => at))]
  const own = places.find(({ file }) => file === draft.file)
  if (own !== undefined) return { at: own }
  const [first] = written
  return first === undefined
    ? { at: draft.home }
    : { at: draft.home, related: [{ ...first.at, message: `${named(first.path)} is written here.` }] }
}

/** The first of each kind, by a key. */
export const firstOf = <A>(all: Iterable<A>, key: (one: A) => string): ReadonlyArray<A> => {
  const found = new Map<string, A>()
  for (const one of all) if (!found.has(key(one))) found.set(key(one), one)
  return [...found.values()]
}
