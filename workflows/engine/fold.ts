import { Result, Schema } from "effect"
import type { DeviceFact } from "#domain/device"
import type { Timestamp } from "#domain/kernel"
import { type DeviceProcess, effectiveAt, initialProcess, type Machines, take } from "./device-process.ts"

/** An event of a device stream as the fold needs it: decoded, with where it stands. */
export interface FoldedEvent {
  readonly fact: DeviceFact
  readonly recordedAt: Timestamp
  readonly emitted: boolean
  readonly position: string
}

/** The log and the statechart disagree: somebody changed the log or the machine, or the engine has a defect. */
export class IntegrityError extends Schema.TaggedError<IntegrityError>()("IntegrityError", {
  position: Schema.String,
  event: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `The event "${this.event}" at position ${this.position} does not follow from the events before it: ${this.reason}`
  }
}

/** A device in the middle of a fold: what was concluded from the last input and is still to be found in the log. */
interface Folding {
  readonly process: DeviceProcess
  readonly expected: ReadonlyArray<DeviceFact>
}

const sameFact = (a: DeviceFact, b: DeviceFact): boolean =>
  a.type === b.type && JSON.stringify(a.data) === JSON.stringify(b.data)

const integrity = (event: FoldedEvent, reason: string) =>
  Result.fail(new IntegrityError({ position: event.position, event: event.fact.type, reason }))

const foldEmitted = (folding: Folding, event: FoldedEvent): Result.Result<Folding, IntegrityError> => {
  const [next, ...rest] = folding.expected
  if (next === undefined) return integrity(event, "the statechart concludes nothing here.")
  if (!sameFact(next, event.fact))
    return integrity(event, `the statechart concludes ${next.type} ${JSON.stringify(next.data)}.`)
  return Result.succeed({ process: folding.process, expected: rest })
}

const foldInput = (
  folding: Folding,
  event: FoldedEvent,
  machines: Machines,
): Result.Result<Folding, IntegrityError> => {
  const [missing] = folding.expected
  if (missing !== undefined) return integrity(event, `${missing.type} should have been recorded before it.`)
  const taken = take(folding.process, event.fact, effectiveAt(event.fact, event.recordedAt), machines)
  return Result.isFailure(taken)
    ? integrity(event, taken.failure.message)
    : Result.succeed({ process: taken.success.process, expected: taken.success.concluded })
}

/**
 * Folds recorded events into the device they describe. Inputs are offered to the statecharts; what these conclude is
 * compared with what is recorded.
 *
 * @param from the device at the events' beginning: {@link initialProcess}, or a snapshot at an append's end
 * @returns the device after the last event, or the first place where log and statechart disagree
 */
export const fold = (
  events: ReadonlyArray<FoldedEvent>,
  machines: Machines,
  from: DeviceProcess = initialProcess,
): Result.Result<DeviceProcess, IntegrityError> => {
  let folding: Folding = { process: from, expected: [] }
  for (const event of events) {
    const next = event.emitted ? foldEmitted(folding, event) : foldInput(folding, event, machines)
    if (Result.isFailure(next)) return Result.fail(next.failure)
    folding = next.success
  }
  const [missing] = folding.expected
  const last = events.at(-1)
  return missing === undefined || last === undefined
    ? Result.succeed(folding.process)
    : Result.fail(
        new IntegrityError({
          position: last.position,
          event: last.fact.type,
          reason: `${missing.type} should follow it, but the stream ends.`,
        }),
      )
}
