import { Effect } from "effect"
import type { HardwareSummary } from "#domain/hardware"
import { deriveId, streamName } from "#domain/kernel"
import { EventStore, Keys } from "#workflows/ports"
import { unborn } from "../execution/devices.ts"
import { newestLifecycle } from "../publishing/profiles.ts"
import type { KnownOfMachine } from "./beginning.ts"
import { claimStreams, neverClaimed } from "./claims.ts"
import { donorsOfEach } from "./donors.ts"

/** A machine that is to be registered, and the command that is to do it. */
interface Applicant {
  readonly commandId: string
  readonly hardware: HardwareSummary
}

/**
 * Finds out which of some machines nobody ever registered, and what their registrations need to know: with a question or
 * two for all of them, where each would ask ten of its own. Of all others nothing is told.
 *
 * @returns by command id, what {@link registerAsked} takes
 */
export const neverRegistered = Effect.fn("neverRegistered")(function* (
  applicants: ReadonlyArray<Applicant>,
  tenantId: string,
) {
  const keys = yield* Keys
  const machines = applicants.map(({ commandId, hardware }) => {
    const deviceId = deriveId("device", commandId)
    const streams = claimStreams(keys, hardware)
    return { commandId, hardware, deviceId, streams, all: [...streams, streamName("device", deviceId)] }
  })
  const existing = yield* (yield* EventStore).existing(machines.flatMap(({ all }) => all))
  const fresh = machines.filter(({ all }) => !all.some((stream) => existing.has(stream)))
  const known = new Map<string, KnownOfMachine>()
  if (fresh.length === 0) return known
  const lifecycle = yield* newestLifecycle(tenantId)
  const hardware = fresh.map((machine) => machine.hardware)
  const donors = yield* donorsOfEach(hardware, { deviceId: null, tenantId })
  for (const [index, { commandId, deviceId, streams }] of fresh.entries())
    known.set(commandId, {
      claims: streams.map(neverClaimed),
      beginning: { device: yield* unborn(deviceId), lifecycle, donors: donors[index] ?? [] },
    })
  return known
})
