import { Effect } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type DeviceFact, deviceEvents } from "#domain/device"
import type { MachineRef } from "#domain/profile"
import { MachineLibrary, type ReadFact } from "#workflows/commands"
import { type DeviceProcess, type FoldedEvent, fold, type Machines } from "#workflows/engine"

const isDeviceFact = (fact: DomainFact): fact is DeviceFact => Object.hasOwn(deviceEvents, fact.type)

/** The frozen statecharts that an event names. */
export const refsIn = ({ fact }: ReadFact): ReadonlyArray<MachineRef> => {
  if (fact.type === "DeviceRegistered") return [fact.data.lifecycle]
  return fact.type === "DeploymentStarted" || fact.type === "ProfileAssigned" ? [fact.data.profile] : []
}

/** A read event as the fold takes it; none for what is no event of a device. */
export const foldedOf = ({ event, fact }: ReadFact): ReadonlyArray<FoldedEvent> => {
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
export const foldDevice = Effect.fnUntraced(function* (events: ReadonlyArray<ReadFact>) {
  const machines = yield* (yield* MachineLibrary).with(events.flatMap(refsIn))
  const process = yield* Effect.fromResult(fold(events.flatMap(foldedOf), machines))
  return { process, machines } satisfies FoldedDevice
})
