import { addMillis, epochMillis, Timestamp } from "#domain/kernel"
import type { DeviceProcess, Running } from "#workflows/engine"
import { START } from "../rehearsal/begin.ts"
import { runningOn, type Stage } from "../rehearsal/stage.ts"
import { CLOCKS, type Clock } from "./conditions.ts"
import type { Window } from "./graph.ts"

/** The moment at which every step of the search happens; when it is for the device, its zone says. */
export const NOW = START

/** Stands for the due time of a time-out that was running before a step. */
const BEFORE = Timestamp.make("9999-12-31T23:59:59.999Z")

const withoutTimes = (running: Running): Running => ({
  ...running,
  timers: Object.fromEntries(
    Object.entries(running.timers).map(([event, timer]) => [event, { ...timer, dueAt: BEFORE }]),
  ),
})

const STARTED: { readonly [clock in Clock]: "startedAt" | "resealedAt" } = {
  minutes: "startedAt",
  minutesSinceReseal: "resealedAt",
}

/** A device whose clocks show what a window says, and whose time-outs do not tell when they are due. */
export const timed = (process: DeviceProcess, window: Window): DeviceProcess => {
  const { attempt: state } = process.device
  const began = Object.fromEntries(
    CLOCKS.flatMap((clock) => {
      const since = state?.[STARTED[clock]]
      const least = window[clock]?.[0] ?? 0
      // A millisecond more, so that what begins at this very step can be told from it.
      return since == null ? [] : [[STARTED[clock], addMillis(NOW, -least - 1)]]
    }),
  )
  return {
    device: state === null ? process.device : { ...process.device, attempt: { ...state, ...began } },
    lifecycle: process.lifecycle === null ? null : withoutTimes(process.lifecycle),
    attempt: process.attempt === null ? null : withoutTimes(process.attempt),
  }
}

/** The time-outs that are running, by the events that end them. */
export const timersOf = (stage: Stage, process: DeviceProcess): ReadonlyArray<string> =>
  Object.keys(runningOn(stage, process)?.timers ?? {})

/** The time-outs that a step began, with their milliseconds. */
export const begunTimers = (stage: Stage, process: DeviceProcess): ReadonlyMap<string, number> =>
  new Map(
    Object.values(runningOn(stage, process)?.timers ?? {})
      .filter(({ dueAt }) => dueAt !== BEFORE)
      .map(({ dueAt, event }) => [event, epochMillis(dueAt) - epochMillis(NOW)]),
  )

/** The clocks that a step set going. */
export const begunClocks = ({ device }: DeviceProcess): ReadonlyArray<Clock> =>
  CLOCKS.filter((clock) => device.attempt?.[STARTED[clock]] === NOW)
