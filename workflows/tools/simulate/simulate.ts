import { Result } from "effect"
import type { Draft } from "#workflows/language"
import { readStep, type WrittenStep } from "../rehearsal/course.ts"
import type { Course } from "../rehearsal/course-file.ts"
import type { Declined } from "../rehearsal/perform.ts"
import { recorded, type Simulation, startSimulation, traceOf } from "./simulation.ts"
import { stepSimulation } from "./step.ts"
import type { TriedCourse } from "./trace.ts"

/** Lets a written step happen; what cannot be understood is declined like anything else. */
export const stepWritten = (simulation: Simulation, written: WrittenStep): Simulation => {
  const step = readStep(written)
  if (Result.isSuccess(step)) return stepSimulation(simulation, step.success)
  const entry = { kind: "event", event: "step", data: {}, at: simulation.at } as const
  return recorded(
    simulation,
    entry,
    Result.fail({ by: "rules", code: "no-such-step", message: step.failure }),
  )
}

/**
 * Tries a course of events out on a draft. Whatever is declined is in the trace, and the course goes on.
 *
 * @returns the course with its trace, or why no device can even begin
 * @example simulate(draft, { steps: ["NetworkConnected", { wait: "25h" }] })
 */
export const simulate = (draft: Draft, course: Course): Result.Result<TriedCourse, Declined> =>
  Result.map(startSimulation(draft, course.device), (simulation) => ({
    course,
    trace: traceOf(course.steps.reduce(stepWritten, simulation)),
  }))
