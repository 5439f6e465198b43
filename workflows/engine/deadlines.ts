import { Option, Schema } from "effect"
import { ESP_PHASES, EspPhase } from "#domain/deployment"
import type { DeviceFact, DeviceFactOf, ItemState } from "#domain/device"
import { addMillis, type Timestamp } from "#domain/kernel"
import type { ProfileSettings, StateMeta } from "#domain/profile"
import { type DeviceProcess, frozenOf, type Machines } from "./device-process.ts"
import { taken } from "./standing.ts"
import type { Running } from "./statechart.ts"

/** A deadline of a device: which state of which statechart, when, and what it means. */
export interface Deadline {
  readonly machine: "lifecycle" | "attempt"
  readonly state: string
  readonly dueAt: Timestamp
  readonly meta: StateMeta
  /** The app whose own time this is. */
  readonly item?: Omit<DeviceFactOf<"EspItemTimedOut">["data"], "attempt" | "dueAt">
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

const limitOf = (settings: ProfileSettings, phase: EspPhase, item: string): number | null => {
  const { appTimeLimitMillis, appTimeLimits } = settings.enrollmentStatus[phase]
  return appTimeLimits[item] ?? appTimeLimitMillis
}

const itemDeadline = (
  { begunAt, category, item, state }: ItemState,
  phase: EspPhase,
  settings: ProfileSettings,
): ReadonlyArray<Deadline> => {
  const limitMillis = limitOf(settings, phase, item)
  if (state !== "inProgress" || begunAt === null || limitMillis === null || category !== "applications")
    return []
  const dueAt = addMillis(begunAt, limitMillis)
  return [
    {
      machine: "attempt",
      state: `attempt.${phase}: ${item}`,
      dueAt,
      meta: {},
      item: { phase, category, item, limitMillis },
    },
  ]
}

/** The time of single apps that are being installed, while the page tracks them. */
const itemDeadlines = (
  { attempt: running, device }: DeviceProcess,
  machines: Machines,
): ReadonlyArray<Deadline> => {
  const { attempt } = device
  if (attempt === null || attempt.ended !== null || running === null) return []
  const settings = frozenOf(device, "attempt", machines)?.settings
  if (settings == null) return []
  const found = ESP_PHASES.flatMap((phase) =>
    attempt.phases[phase]?.completedAt === null
      ? Object.values(attempt.phases[phase].items).flatMap((item) => itemDeadline(item, phase, settings))
      : [],
  )
  return found.length > 0 && taken(running).includes("EspItemTimedOut") ? found : []
}

/** All deadlines of a device, the earliest first. */
export const deadlines = (process: DeviceProcess, machines: Machines): ReadonlyArray<Deadline> =>
  [
    ...itemDeadlines(process, machines),
    ...deadlinesOf(process, "lifecycle", process.lifecycle, machines),
    ...deadlinesOf(process, "attempt", process.attempt, machines),
  ].toSorted((a, b) => (a.dueAt === b.dueAt ? a.state.localeCompare(b.state) : a.dueAt < b.dueAt ? -1 : 1))

const decodePhase = Schema.decodeUnknownOption(EspPhase)

/**
 * The event that records that a deadline passed: `EspItemTimedOut` for the time of one app, `EspTimedOut` for the limit
 * of an ESP phase, else `WaitTimedOut`.
 */
export const timedOut = (process: DeviceProcess, deadline: Deadline): DeviceFact => {
  const { dueAt, item, machine, meta, state } = deadline
  const attempt = process.device.attempt?.number ?? 0
  if (item !== undefined) return { type: "EspItemTimedOut", data: { attempt, ...item, dueAt } }
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
