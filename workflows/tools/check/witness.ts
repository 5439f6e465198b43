import { type CourseStep, writeStep } from "../rehearsal/course.ts"
import type { Course } from "../rehearsal/course-file.ts"
import type { Edge, Explored, Place } from "./graph.ts"
import { retrace } from "./retrace.ts"
import { scheduleOf } from "./schedule.ts"

/** The shortest way to a place: the one by which the search came there first. */
export const wayTo = (place: Place): ReadonlyArray<Edge> => {
  const edges: Array<Edge> = []
  for (let edge = place.first; edge !== null; edge = edge.from.first) edges.push(edge)
  return edges.reverse()
}

interface Going {
  /** When the steps are taken: as soon, or as late as can be. Default: soon. */
  readonly how?: "soon" | "late"
  /** A time-out at the end that passes, whatever comes of it. */
  readonly passing?: Edge
}

/**
 * A way through the graph as a course of events that can be simulated.
 *
 * @param place where the way leads
 * @returns null where no one device can go the way
 */
export const courseOf = (
  explored: Explored,
  place: Place,
  edges: ReadonlyArray<Edge>,
  { how = "soon", passing }: Going = {},
): Course | null => {
  const told = retrace(explored, edges)
  if (told === undefined) return null
  const [all, moves] =
    passing === undefined
      ? [edges, told]
      : [
          [...edges, passing],
          [...told, []],
        ]
  const times = scheduleOf(all, how)
  const steps = moves.flatMap((move, index): ReadonlyArray<CourseStep> => {
    const millis = (times[index] ?? 0) - (times[index - 1] ?? 0)
    const wait: ReadonlyArray<CourseStep> = millis > 0 ? [{ kind: "wait", millis }] : []
    return [...wait, ...move.map((one): CourseStep => ({ kind: "event", ...one }))]
  })
  return { device: place.comer.device, steps: steps.map(writeStep) }
}

/** The shortest course to a place. */
export const courseTo = (explored: Explored, place: Place): Course | null =>
  courseOf(explored, place, wayTo(place))
