import { Result } from "effect"
import type { Timestamp } from "#domain/kernel"
import {
  type DeviceProcess,
  effectiveAt,
  type FoldedEvent,
  fold,
  type IntegrityError,
  initialProcess,
  innermostStates,
  type Machines,
  stateName,
} from "#workflows/engine"

/** A state that an attempt was in, and since when. */
export interface Stay {
  readonly state: string
  readonly since: Timestamp
}

/** An attempt as far as it came: the states it went through, and the device as it was at its last event. */
export interface AttemptPath {
  readonly stays: ReadonlyArray<Stay>
  /** The innermost states that it was in, each time they changed: several where regions run side by side. */
  readonly ways: ReadonlyArray<ReadonlyArray<string>>
  readonly process: DeviceProcess
  /** The events that belong to it. */
  readonly events: ReadonlyArray<FoldedEvent>
}

/** Inputs, each with what was concluded from it. */
const inAppends = (events: ReadonlyArray<FoldedEvent>): ReadonlyArray<ReadonlyArray<FoldedEvent>> => {
  const appends: Array<Array<FoldedEvent>> = []
  for (const event of events) {
    const last = appends.at(-1)
    if (event.emitted && last !== undefined) last.push(event)
    else appends.push([event])
  }
  return appends
}

const beginsAnother = ({ fact }: FoldedEvent, attempt: number): boolean =>
  (fact.type === "DeploymentStarted" && fact.data.attempt > attempt) || fact.type === "DeviceRegistered"

const withStay = (stays: ReadonlyArray<Stay>, { attempt }: DeviceProcess, since: Timestamp) => {
  if (attempt === null) return stays
  const state = stateName(attempt)
  return stays.at(-1)?.state === state ? stays : [...stays, { state, since }]
}

const withWay = (ways: AttemptPath["ways"], { attempt }: DeviceProcess): AttemptPath["ways"] => {
  if (attempt === null) return ways
  const states = innermostStates(attempt)
  return ways.at(-1)?.join() === states.join() ? ways : [...ways, states]
}

/**
 * Follows one attempt through the states of its statechart.
 *
 * @param events of the device, the first included
 * @returns undefined when the events know of no such attempt
 */
export const attemptPath = (
  events: ReadonlyArray<FoldedEvent>,
  attempt: number,
  machines: Machines,
): Result.Result<AttemptPath | undefined, IntegrityError> => {
  let process = initialProcess
  let stays: ReadonlyArray<Stay> = []
  let ways: AttemptPath["ways"] = []
  const own: Array<FoldedEvent> = []
  for (const append of inAppends(events)) {
    const [input] = append
    if (input === undefined || (own.length > 0 && beginsAnother(input, attempt))) break
    const next = fold(append, machines, process)
    if (Result.isFailure(next)) return Result.fail(next.failure)
    process = next.success
    if (process.device.attempt?.number !== attempt) continue
    own.push(...append)
    stays = withStay(stays, process, effectiveAt(input.fact, input.recordedAt))
    ways = withWay(ways, process)
  }
  return Result.succeed(own.length === 0 ? undefined : { stays, ways, process, events: own })
}
