import { Effect } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type DeviceFact, deviceEvents } from "#domain/device"
import type { MachineRef } from "#domain/profile"
import { MachineLibrary } from "#workflows/commands"
import { type DeviceProcess, type FoldedEvent, fold, type Machines } from "#workflows/engine"
import type { RecordedEvent } from "#workflows/ports"

interface Read {
  readonly fact: DomainFact
  readonly event: RecordedEvent
}

const isDeviceFact = (fact: DomainFact): fact is DeviceFact => Object.hasOwn(deviceEvents, fact.type)

const refsIn = ({ fact }: Read): ReadonlyArray<MachineRef> => {
  if (fact.type === "DeviceRegistered") return [fact.data.lifecycle]
  return fact.type === "DeploymentStarted" || fact.type === "ProfileAssigned" ? [fact.data.profile] : []
}

const foldedOf = ({ event, fact }: Read): ReadonlyArray<FoldedEvent> => {
  const { position } = event
  const { emitted, recordedAt } = event.metadata
  return isDeviceFact(fact) ? [{ fact, recordedAt, emitted: emitted === true, position }] : []
}

/** A device as its events tell it, and the frozen statecharts that it ran. */
export interface FoldedDevice {
  readonly process: DeviceProcess
  readonly machines: Machines
}

/** Folds events of a device stream, the first of them included, with the statecharts they were recorded under. */
export const foldDevice = Effect.fnUntraced(function* (events: ReadonlyArray<Read>) {
  const machines = yield* (yield* MachineLibrary).with(events.flatMap(refsIn))
  const process = yield* Effect.fromResult(fold(events.flatMap(foldedOf), machines))
  return { process, machines } satisfies FoldedDevice
})
