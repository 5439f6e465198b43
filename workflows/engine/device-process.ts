import { Result, Schema } from "effect"
import {
  attemptInputs,
  type DeviceFact,
  type DeviceState,
  evolve,
  initialDevice,
  lifecycleInputs,
} from "#domain/device"
import { Timestamp } from "#domain/kernel"
import { type MachineRef, type ProfileSettings, withPage } from "#domain/profile"
import { conclude } from "./conclusions.ts"
import type { GuardContext } from "./guards.ts"
import { conditionsOf, stateName, taken } from "./standing.ts"
import { begin, type Emission, knows, offer, type Running, type Statechart, type Step } from "./statechart.ts"

/** A frozen statechart with the settings it was published with. */
export interface FrozenMachine {
  readonly chart: Statechart
  readonly settings: ProfileSettings | null
}

/** Finds frozen machines; every machine that a stream names is there before it is folded. */
export type Machines = (ref: MachineRef) => FrozenMachine

/** A device at one moment: what is true of it, and its two statecharts. */
export interface DeviceProcess {
  readonly device: DeviceState
  readonly lifecycle: Running | null
  readonly attempt: Running | null
}

/** A device of which nothing is known. */
export const initialProcess: DeviceProcess = { device: initialDevice, lifecycle: null, attempt: null }

/** An input that a statechart does not take in its present state. */
export class NotTaken extends Schema.TaggedError<NotTaken>()("NotTaken", {
  machine: Schema.Literals(["lifecycle", "attempt"]),
  event: Schema.String,
  state: Schema.String,
  /** What the state takes, other events than this one. */
  takes: Schema.Array(Schema.String),
  /** Under which conditions the state takes the event: none of them holds. Empty where it does not take it at all. */
  conditions: Schema.Array(Schema.String),
}) {
  override get message() {
    const others = this.takes.length === 0 ? "nothing any more" : this.takes.join(", ")
    const takes =
      this.conditions.length === 0
        ? others
        : `it only when ${this.conditions.join(" or when ")}; else it takes ${others}`
    return `"${this.event}" cannot happen now: the ${this.machine} is in "${this.state}", which takes ${takes}.`
  }
}

/** What a statechart says where it does not take an event. */
const notTaken = (machine: MachineName, fact: DeviceFact, running: Running): NotTaken => {
  const event = fact.type === "SignalReceived" ? fact.data.name : fact.type
  return new NotTaken({
    machine,
    event,
    state: stateName(running),
    takes: taken(running).filter((other) => other !== event),
    conditions: conditionsOf(running, event),
  })
}

/** What an input came to: the device after it, and what was concluded from it. */
export interface Taken {
  readonly process: DeviceProcess
  readonly concluded: ReadonlyArray<DeviceFact>
  /** What the statecharts said, conclusions or not. */
  readonly emissions: ReadonlyArray<Emission>
}

const lifecycleTakes: ReadonlySet<string> = new Set(lifecycleInputs)
const attemptTakes: ReadonlySet<string> = new Set([...attemptInputs, "SignalReceived"])

/** The event's name in a statechart: a signal goes by its own name, a time-out by its timer. */
const eventFor = (running: Running, fact: DeviceFact): string => {
  if (fact.type === "SignalReceived") return fact.data.name
  if (fact.type !== "WaitTimedOut" && fact.type !== "EspTimedOut") return fact.type
  const timer = Object.values(running.timers).find(({ stateId }) => stateId === fact.data.state)
  return timer?.event ?? fact.type
}

type MachineName = "lifecycle" | "attempt"

const addressed = (fact: DeviceFact, machine: MachineName): boolean => {
  if (fact.type === "WaitTimedOut") return fact.data.machine === machine
  if (fact.type === "EspTimedOut" || fact.type === "EspItemTimedOut") return machine === "attempt"
  return (machine === "lifecycle" ? lifecycleTakes : attemptTakes).has(fact.type)
}

const contextOf = (
  device: DeviceState,
  fact: DeviceFact,
  at: Timestamp,
  settings: ProfileSettings | null,
): GuardContext => ({ state: device, fact, at, settings })

const refOf = (device: DeviceState, machine: MachineName): MachineRef | undefined =>
  machine === "lifecycle" ? device.registration?.lifecycle : device.attempt?.profile

/** The frozen machine that one of the two statecharts of a device runs, with the page that was chosen for the attempt. */
export const frozenOf = (
  device: DeviceState,
  machine: MachineName,
  machines: Machines,
): FrozenMachine | undefined => {
  const ref = refOf(device, machine)
  if (ref === undefined) return undefined
  const frozen = machines(ref)
  const page = machine === "attempt" ? (device.attempt?.page?.status ?? null) : null
  return page === null ? frozen : { ...frozen, settings: withPage(frozen.settings, page) }
}

/** An Intune record outlives its registration: its removal is no business of a lifecycle that is over. */
const isAfterLife = (device: DeviceState, fact: DeviceFact): boolean =>
  device.status === "deregistered" && fact.type === "IntuneRecordRemoved"

const begins = (fact: DeviceFact, machine: MachineName): boolean =>
  fact.type === (machine === "lifecycle" ? "DeviceRegistered" : "DeploymentStarted")

/**
 * A registration keeps the lifecycle that it began with. What devices came to do later than that moves it nowhere, and is
 * not kept from them.
 */
const isYounger = (machine: MachineName, chart: Statechart, event: string): boolean =>
  machine === "lifecycle" && !knows(chart, event)

interface Input {
  readonly device: DeviceState
  readonly fact: DeviceFact
  readonly at: Timestamp
  readonly machines: Machines
}

const advance = (
  { at, device, fact, machines }: Input,
  machine: MachineName,
  present: Running | null,
): Result.Result<Step | null, NotTaken> => {
  const frozen = frozenOf(device, machine, machines)
  if (frozen === undefined) return Result.succeed(null)
  const context = contextOf(device, fact, at, frozen.settings)
  const started = begins(fact, machine) ? begin(frozen.chart, context) : undefined
  const running = started?.running ?? present
  if (running === null) return Result.succeed(null)
  if (!addressed(fact, machine) || isAfterLife(device, fact))
    return Result.succeed({ running, emissions: started?.emissions ?? [] })
  const event = eventFor(running, fact)
  const step = offer(frozen.chart, running, event, context)
  if (step === undefined && isYounger(machine, frozen.chart, event))
    return Result.succeed({ running, emissions: started?.emissions ?? [] })
  if (step === undefined) return Result.fail(notTaken(machine, fact, running))
  return Result.succeed({ ...step, emissions: [...(started?.emissions ?? []), ...step.emissions] })
}

/** Tells the lifecycle what the attempt concluded. */
const conclusionsTold = (
  process: DeviceProcess,
  concluded: ReadonlyArray<DeviceFact>,
  input: Omit<Input, "device" | "fact">,
): Result.Result<DeviceProcess, NotTaken> => {
  let { device, lifecycle } = process
  for (const fact of concluded) {
    device = evolve(device, fact, input)
    if (!addressed(fact, "lifecycle")) continue
    const step = advance({ ...input, device, fact }, "lifecycle", lifecycle)
    if (Result.isFailure(step)) return Result.fail(step.failure)
    lifecycle = step.success?.running ?? lifecycle
  }
  return Result.succeed({ device, lifecycle, attempt: process.attempt })
}

/**
 * Takes one input: applies it to the state, offers it to the statecharts it concerns, and applies what they conclude.
 *
 * @param at when the input counts as having happened: its `recordedAt`, or for a time-out the moment it was due
 */
export const take = (
  process: DeviceProcess,
  fact: DeviceFact,
  at: Timestamp,
  machines: Machines,
): Result.Result<Taken, NotTaken> =>
  Result.gen(function* () {
    const device = evolve(process.device, fact, { at })
    const input = { device, fact, at, machines }
    const lifecycle = yield* advance(input, "lifecycle", process.lifecycle)
    // An attempt belongs to a life: it waits for nothing once that is over.
    const isOtherLife = begins(fact, "lifecycle") || device.status === "deregistered"
    const attempt = yield* advance(input, "attempt", isOtherLife ? null : process.attempt)
    const emissions = [...(lifecycle?.emissions ?? []), ...(attempt?.emissions ?? [])]
    const concluded = emissions.flatMap((emission) => conclude(device, emission) ?? [])
    const running = { device, lifecycle: lifecycle?.running ?? null, attempt: attempt?.running ?? null }
    return { process: yield* conclusionsTold(running, concluded, { at, machines }), concluded, emissions }
  })

/** When an event counts as having happened. A time-out counts from the moment it was due, so a late timer changes nothing. */
export const effectiveAt = (fact: DeviceFact, recordedAt: Timestamp): Timestamp =>
  fact.type === "WaitTimedOut" || fact.type === "EspTimedOut" || fact.type === "EspItemTimedOut"
    ? Timestamp.make(fact.data.dueAt)
    : recordedAt
