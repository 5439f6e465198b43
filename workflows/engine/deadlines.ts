import { Option, Schema } from "effect"
import { EspPhase } from "#domain/deployment"
import type { DeviceFact } from "#domain/device"
import type { Timestamp } from "#domain/kernel"
import type { StateMeta } from "#domain/profile"
import { type DeviceProcess, frozenOf, type Machines } from "./device-process.ts"
import type { Running } from "./statechart.ts"

/** A deadline of a device: which state of which statechart, when, and what it means. */
export interface Deadline {
  readonly machine: "lifecycle" | "attempt"
  readonly state: string
  readonly dueAt: Timestamp
  readonly meta: StateMeta
}

const deadlinesOf = (
  process: DeviceProcess,
  machine: "lifecycle" | "attempt",
  running: Running | null,
  machines: Machines,
): ReadonlyArray<Deadline> => {
  const frozen = frozenOf(process.device, machine, machines)
  if (running === null || frozen === undefined) return []
  return Object.values(running.timers).map(({ dueAt, stateId }) => ({
    machine,
    state: stateId,
    dueAt,
    meta: frozen.chart.metaOf(stateId),
  }))
}

/** All deadlines of a device, the earliest first. */
export const deadlines = (process: DeviceProcess, machines: Machines): ReadonlyArray<Deadline> =>
  [
    ...deadlinesOf(process, "lifecycle", process.lifecycle, machines),
    ...deadlinesOf(process, "attempt", process.attempt, machines),
  ].toSorted((a, b) => (a.dueAt === b.dueAt ? a.state.localeCompare(b.state) : a.dueAt < b.dueAt ? -1 : 1))

const decodePhase = Schema.decodeUnknownOption(EspPhase)

/** The event that records that a deadline passed: `EspTimedOut` for the limit of an ESP phase, else `WaitTimedOut`. */
export const timedOut = (process: DeviceProcess, { dueAt, machine, meta, state }: Deadline): DeviceFact => {
  const attempt = process.device.attempt?.number ?? 0
  const phase = meta.timeout?.kind === "esp" ? Option.getOrNull(decodePhase(meta.timeout.phase)) : null
  if (phase !== null) return { type: "EspTimedOut", data: { attempt, phase, state, dueAt } }
  return {
    type: "WaitTimedOut",
    data: {
      machine,
      attempt: machine === "attempt" ? attempt : null,
      state,
      dueAt,
      reason: meta.timeout?.reason ?? `"${state}" took too long`,
    },
  }
}
