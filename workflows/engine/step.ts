import { Result } from "effect"
import { type DeviceFact, uphold } from "#domain/device"
import type { Refusal, Timestamp } from "#domain/kernel"
import { type Deadline, deadlines, timedOut } from "./deadlines.ts"
import { type DeviceProcess, type Machines, type NotTaken, take } from "./device-process.ts"
import type { Emission } from "./statechart.ts"

/** A fact that is to be recorded, and whether it was concluded by a statechart. */
export interface SteppedFact {
  readonly fact: DeviceFact
  readonly emitted: boolean
}

/** Facts taken one after the other, with all that was concluded from them, in the order they are recorded. */
export interface Steps {
  readonly process: DeviceProcess
  readonly facts: ReadonlyArray<SteppedFact>
  /** What the statecharts said, conclusions or not: tools mark transitions by it. */
  readonly emissions: ReadonlyArray<Emission>
}

/**
 * Offers inputs in turn, and checks each time that what was concluded keeps the rules no profile can loosen.
 *
 * @param at when the inputs happen
 */
export const takeAll = (
  process: DeviceProcess,
  inputs: ReadonlyArray<DeviceFact>,
  at: Timestamp,
  machines: Machines,
): Result.Result<Steps, NotTaken | Refusal> => {
  let present = process
  const facts: Array<SteppedFact> = []
  const emissions: Array<Emission> = []
  for (const fact of inputs) {
    const taken = take(present, fact, at, machines)
    if (Result.isFailure(taken)) return Result.fail(taken.failure)
    const broken = uphold(taken.success.process.device, taken.success.concluded)
    if (broken !== undefined) return Result.fail(broken)
    present = taken.success.process
    facts.push({ fact, emitted: false })
    emissions.push(...taken.success.emissions)
    for (const concluded of taken.success.concluded) facts.push({ fact: concluded, emitted: true })
  }
  return Result.succeed({ process: present, facts, emissions })
}

/** The earliest deadline of a device that is due at a moment. */
const due = (process: DeviceProcess, now: Timestamp, machines: Machines): Deadline | undefined => {
  const [first] = deadlines(process, machines)
  return first !== undefined && first.dueAt <= now ? first : undefined
}

/** A deadline that passed, and what came of it. */
export interface Elapsed extends Steps {
  readonly deadline: Deadline
}

/**
 * Lets the deadlines pass that are due at a moment, in their order, each at the time it was due: as if its timer had
 * been on time.
 */
export const elapse = (
  process: DeviceProcess,
  now: Timestamp,
  machines: Machines,
): Result.Result<ReadonlyArray<Elapsed>, NotTaken | Refusal> => {
  const elapsed: Array<Elapsed> = []
  let present = process
  for (let next = due(present, now, machines); next !== undefined; next = due(present, now, machines)) {
    const steps = takeAll(present, [timedOut(present, next)], next.dueAt, machines)
    if (Result.isFailure(steps)) return Result.fail(steps.failure)
    present = steps.success.process
    elapsed.push({ ...steps.success, deadline: next })
  }
  return Result.succeed(elapsed)
}
