import { Context, Effect, Layer } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type DeviceFact, deviceEvents } from "#domain/device"
import { streamName } from "#domain/kernel"
import type { MachineRef } from "#domain/profile"
import { type DeviceProcess, type FoldedEvent, fold, initialProcess, type Machines } from "#workflows/engine"
import type { EventStore } from "#workflows/ports"
import { carriedOf, extendEnd, type GrowingEnd, noEnd, type ReadFact, readFacts } from "./history.ts"
import { makeKept } from "./kept.ts"
import { MachineLibrary } from "./machines.ts"

/** A device stream as far as it was read: the device, the end of the stream, and the machines that it runs. */
export interface LoadedDevice {
  readonly stream: string
  readonly process: DeviceProcess
  readonly end: GrowingEnd
  readonly machines: Machines
}

/** Whether a fact belongs to a device stream. */
const isDeviceFact = (fact: DomainFact): fact is DeviceFact => Object.hasOwn(deviceEvents, fact.type)

/** The machines that facts begin to run. */
export const machineRefs = (facts: Iterable<DomainFact>): ReadonlyArray<MachineRef> => {
  const refs: Array<MachineRef> = []
  for (const fact of facts) {
    if (fact.type === "DeviceRegistered") refs.push(fact.data.lifecycle)
    if (fact.type === "DeploymentStarted") refs.push(fact.data.profile)
  }
  return refs
}

/** A device whose stream does not exist. */
export const unborn = Effect.fnUntraced(function* (deviceId: string) {
  const machines = yield* (yield* MachineLibrary).with([])
  const stream = streamName("device", deviceId)
  return { stream, process: initialProcess, end: noEnd(), machines } satisfies LoadedDevice
})

const foldedEvent = ({ event, fact }: ReadFact): ReadonlyArray<FoldedEvent> =>
  isDeviceFact(fact)
    ? [
        {
          fact,
          recordedAt: event.metadata.recordedAt,
          emitted: event.metadata.emitted === true,
          position: event.position,
        },
      ]
    : []

/** A device as it stood at one revision of its stream. */
export interface Snapshot {
  readonly process: DeviceProcess
  readonly end: GrowingEnd
}

const extend = Effect.fnUntraced(function* (stream: string, snapshot: Snapshot) {
  const library = yield* MachineLibrary
  const facts = yield* readFacts(stream, snapshot.end.revision + 1)
  const machines = yield* library.with(machineRefs(facts.map(({ fact }) => fact)))
  const process = yield* Effect.fromResult(fold(facts.flatMap(foldedEvent), machines, snapshot.process))
  return {
    stream,
    process,
    end: extendEnd(snapshot.end, stream, carriedOf(facts)),
    machines,
  } satisfies LoadedDevice
})

/**
 * How much of folded devices is kept: some 40 MB, 200 devices with long deployments behind them or 5,000 that were registered only. A
 * device that is not kept is folded from its first event.
 */
const KEPT_EVENTS = 60_000

/** What a folded device weighs beside its events, in events: one of these takes 700 bytes. */
const DEVICE = 8

const weightOf = ({ end }: Snapshot): number => end.revision + 1 + DEVICE

/**
 * Devices, folded from their streams. What was folded before is kept as a cache and never as truth: a snapshot is only
 * ever of events that the log held, and what was decided on one counts only when the log takes it at that revision.
 */
export class Devices extends Context.Service<
  Devices,
  {
    /** The device as its stream says now. */
    load(deviceId: string): Effect.Effect<LoadedDevice, Effect.Error<ReturnType<typeof extend>>, EventStore>
    /** The device as it was known last, read only when it is not known: others may have written since. */
    recall(deviceId: string): Effect.Effect<LoadedDevice, Effect.Error<ReturnType<typeof extend>>, EventStore>
    /** Remembers what an append made of a device, so that it need not be folded again. */
    keep(stream: string, snapshot: Snapshot): void
  }
>()("flightlog/workflows/commands/Devices") {
  static readonly layerNoDeps = Layer.effect(
    Devices,
    Effect.gen(function* () {
      const library = yield* MachineLibrary
      const kept = makeKept(KEPT_EVENTS, weightOf)
      const keep = (stream: string, { end, process }: Snapshot) => kept.keep(stream, { process, end })
      const load = Effect.fnUntraced(function* (deviceId: string) {
        const stream = streamName("device", deviceId)
        const snapshot = kept.get(stream) ?? { process: initialProcess, end: noEnd() }
        const loaded = yield* extend(stream, snapshot).pipe(Effect.provideService(MachineLibrary, library))
        if (loaded.end.revision >= 0) keep(stream, loaded)
        return loaded
      })
      return Devices.of({
        keep,
        load,
        recall: (deviceId) => {
          const stream = streamName("device", deviceId)
          const known = kept.get(stream)
          return known === undefined
            ? load(deviceId)
            : Effect.map(library.with([]), (machines) => ({ stream, machines, ...known }))
        },
      })
    }),
  )

  static readonly layer = Devices.layerNoDeps.pipe(Layer.provideMerge(MachineLibrary.layer))
}
