import { Result } from "effect"
import {
  compileDraft,
  type Draft,
  type FileText,
  type Finding,
  findingIn,
  inOrder,
  pageFindings,
} from "#workflows/language"
import { within } from "../chart/chart.ts"
import type { Model } from "../defects/defect.ts"
import { modelChecks } from "../defects/index.ts"
import { smallest, statesOf } from "../defects/rounds.ts"
import { stageOf } from "../rehearsal/stage.ts"
import { excusedOn } from "./excused.ts"
import { explore } from "./explore.ts"
import type { Explored, Place } from "./graph.ts"
import { type LongestTimes, type LongWay, longestTimes } from "./longest.ts"
import { reachedIn } from "./reached.ts"
import type { CheckFinding, CheckReport, Exploration, Longest } from "./report.ts"
import { courseOf } from "./witness.ts"

/** Places from which no way leads to an outcome. */
const lostIn = ({ places }: Explored): ReadonlySet<Place> => {
  const sources = new Map<Place, Array<Place>>()
  for (const from of places)
    for (const { to } of from.edges) sources.set(to, [...(sources.get(to) ?? []), from])
  const found = new Set(places.filter(({ outcome }) => outcome !== null))
  for (const place of found) for (const from of sources.get(place) ?? []) found.add(from)
  return new Set(places.filter((place) => !found.has(place) && place.blocked === null))
}

const modelOf = (draft: Draft): Model => {
  const stage = stageOf(draft)
  const explored = explore(stage)
  const reached = reachedIn(explored)
  const times = longestTimes(explored)
  const complete = explored.complete && times.complete
  return {
    draft,
    explored,
    times,
    complete,
    chart: new Map(within(stage.chart).map((state) => [state.path, state])),
    reached,
    excused: excusedOn(stage, reached),
    lost: complete ? lostIn(explored) : new Set(),
  }
}

const defectsIn = (model: Model): ReadonlyArray<CheckFinding> =>
  modelChecks.flatMap((check) =>
    Array.from(check.run(model), ({ at, course, ...told }) => ({
      ...findingIn(check, at, told),
      course,
    })),
  )

const longest = (explored: Explored, way: LongWay | null, { rounds }: LongestTimes): Longest | null => {
  if (way === null) return null
  if (rounds.length > 0 || !Number.isFinite(way.millis)) return { millis: null, course: null }
  const course = courseOf(explored, way.place, way.edges, { how: "late" })
  return { millis: Math.max(0, way.millis), course }
}

const restsIn = ({ chart, reached }: Model): Exploration["rests"] =>
  [...chart.values()].flatMap(({ meta, path }) =>
    meta.rest === undefined || !reached.has(path) ? [] : [{ state: path, reason: meta.rest }],
  )

const explorationOf = (model: Model): Exploration => {
  const { complete, draft, explored, times } = model
  return {
    profile: draft.name,
    complete,
    moments: explored.places.length,
    devices: explored.performances.size,
    desktop: longest(explored, times.desktop, times),
    answer: longest(explored, times.answer, times),
    rests: restsIn(model),
    rounds: smallest(model, times.wanted).map((round) => statesOf(model, round)),
    assumed: explored.world.conditions.open.map(({ text }) => text),
    turnedAway: explored.turnedAway.map(({ comer, declined }) => ({
      device: comer.device,
      message: declined.message,
    })),
  }
}

const withoutCourse = (finding: Finding): CheckFinding => ({ ...finding, course: null })

/** Mistakes that can be seen in the text are told by what they lead to, where that is known. */
const together = (
  written: ReadonlyArray<Finding>,
  defects: ReadonlyArray<CheckFinding>,
): ReadonlyArray<CheckFinding> => {
  const shown = new Set(defects.map(({ line }) => line))
  const others = written.filter(({ line, severity }) => severity === "warning" || !shown.has(line))
  return [...others.map(withoutCourse), ...defects].toSorted(inOrder)
}

/**
 * Explores everything that may become of a device under a profile, and proves that it cannot be stranded or shows how
 * it can.
 *
 * @param bases what the file may extend
 * @example check({ file: "sales.yaml", text }, { bases: shipped }).findings
 */
export const check = (
  { file, text }: FileText,
  { bases }: { readonly bases: ReadonlyArray<FileText> },
): CheckReport => {
  const page = pageFindings(text, { file, bases })
  if (page !== undefined) return { file, findings: page.map(withoutCourse), exploration: null }
  const draft = compileDraft(text, { file, bases })
  if (Result.isFailure(draft)) return { file, findings: draft.failure.map(withoutCourse), exploration: null }
  const model = modelOf(draft.success)
  return {
    file,
    findings: together(draft.success.findings, defectsIn(model)),
    exploration: explorationOf(model),
  }
}
