import { Effect, Layer } from "effect"
import { readModelFile } from "#adapters/readmodels"
import {
  type AutopilotDeviceIdentity,
  autopilotDevice,
  autopilotDevices,
} from "#projections/autopilot-devices"
import { listManagedDevices, type ManagedDeviceRecord, managedDevices } from "#projections/managed-devices"
import { ReadModels, readModels } from "#projections/runtime"
import type { RecordedEvent } from "#workflows/ports"
import { logSoFar, PAST } from "./log-so-far.ts"

/** A device in the two lists as they were; null where it was not in the list. */
export interface ListEntries {
  readonly windowsAutopilotDeviceIdentity: AutopilotDeviceIdentity | null
  readonly managedDevice: ManagedDeviceRecord | null
}

const FIRST = { top: 1, skip: 0 }

const entriesOf = Effect.fnUntraced(function* (tenantId: string, deviceId: string, end: string) {
  const { reached } = yield* ReadModels
  yield* reached(end)
  const device = yield* autopilotDevice(tenantId, deviceId)
  const [managed] = yield* listManagedDevices(tenantId, FIRST)
  return {
    windowsAutopilotDeviceIdentity: device?.identity ?? null,
    managedDevice: managed?.record ?? null,
  } satisfies ListEntries
})

/**
 * What the lists said of a device when the log had these events of it: the same projections, in a memory of their own.
 *
 * @param events the device's events up to the moment, none left out
 */
export const listEntriesAt = (
  events: ReadonlyArray<RecordedEvent>,
  { deviceId, tenantId }: { readonly deviceId: string; readonly tenantId: string },
) =>
  entriesOf(tenantId, deviceId, events.at(-1)?.position ?? "").pipe(
    Effect.provide(
      Layer.fresh(readModels([autopilotDevices, managedDevices])).pipe(
        Layer.provide(Layer.fresh(readModelFile({ path: ":memory:", store: PAST }))),
        Layer.provide(logSoFar(events)),
      ),
    ),
  )
