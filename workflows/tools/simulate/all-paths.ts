import { Result } from "effect"
import type { Draft } from "#workflows/language"
import { explore } from "../check/explore.ts"
import { courseTo } from "../check/witness.ts"
import { stageOf } from "../rehearsal/stage.ts"
import { simulate } from "./simulate.ts"
import type { TriedCourse } from "./trace.ts"

/**
 * The shortest way to every outcome that a device can come to, each tried out.
 *
 * @returns one tried course for each state in which the workflow ends, those with the fewest steps first
 */
export const allPaths = (draft: Draft): ReadonlyArray<TriedCourse> => {
  const explored = explore(stageOf(draft))
  const ways = new Map<string, TriedCourse>()
  for (const place of explored.places) {
    const end = place.states.join()
    if (place.outcome === null || ways.has(end)) continue
    const course = courseTo(explored, place)
    const tried = course === null ? undefined : simulate(draft, course)
    if (tried !== undefined && Result.isSuccess(tried)) ways.set(end, tried.success)
  }
  return [...ways.values()].toSorted((a, b) => a.trace.steps.length - b.trace.steps.length)
}
