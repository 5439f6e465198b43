import { Result } from "effect"
import { type DeviceProcess, deadlines, type Steps, takeAll, timedOut } from "#workflows/engine"
import { type Declined, declined, type Performance, perform, type Told } from "../rehearsal/perform.ts"
import type { Assumptions } from "../rehearsal/stage.ts"
import { statesOf } from "../simulate/simulation.ts"
import type { Comer } from "./graph.ts"
import { NOW } from "./instant.ts"
import type { Move } from "./page-moves.ts"
import type { World } from "./world.ts"

/** What a move or a time-out came to. */
export interface Step {
  readonly process: DeviceProcess
  readonly emissions: Steps["emissions"]
  readonly told: Move
}

/** Open conditions that events may ask, answered in every way. */
export const answers = (
  { conditions }: World,
  { assume }: Comer,
  events: ReadonlyArray<string>,
): ReadonlyArray<Assumptions> =>
  conditions.open
    .filter((open) => !open.ofDevice && events.some((event) => open.events.has(event)))
    .reduce<ReadonlyArray<Assumptions>>(
      (all, { text }) =>
        all.flatMap((one) => [
          { ...one, [text]: true },
          { ...one, [text]: false },
        ]),
      [assume],
    )

/** What stopped a move. */
export interface Stopped {
  readonly declined: Declined
  readonly told: Told
}

/** Lets the steps of a move happen, as many of them as lead no further than to the next state. */
export const moved = (
  performance: Performance,
  process: DeviceProcess,
  move: Move,
): Result.Result<Step, Stopped> => {
  const { stage } = performance
  let step: Step = { process, emissions: [], told: [] }
  const before = statesOf(stage, process).join()
  for (const told of move) {
    const result = perform(performance, step.process, told, NOW)
    if (Result.isFailure(result))
      return step.told.length === 0 ? Result.fail({ declined: result.failure, told }) : Result.succeed(step)
    step = {
      process: result.success.process,
      emissions: [...step.emissions, ...result.success.emissions],
      told: [...step.told, told],
    }
    if (statesOf(stage, step.process).join() !== before) break
  }
  return Result.succeed(step)
}

/** Lets a time-out pass; undefined where it does not run. */
export const passed = (
  { stage }: World,
  process: DeviceProcess,
  timer: string,
  assume: Assumptions,
): Result.Result<Step, Declined> | undefined => {
  const due = deadlines(process, stage.machines).find(({ state }) => timer.endsWith(`.${state}`))
  if (due === undefined) return undefined
  const fact = stage.assuming(timedOut(process, due), assume)
  const taken = takeAll(process, [fact], NOW, stage.machines)
  return Result.isFailure(taken)
    ? Result.fail(declined(taken.failure))
    : Result.succeed({ ...taken.success, told: [] })
}
