import { Effect, Result } from "effect"
import { type DeviceCommand, type DeviceFact, decide } from "#domain/device"
import { deriveId, Refusal, type Timestamp, type WakeAt } from "#domain/kernel"
import type { Holds } from "#domain/profile"
import {
  type DeviceProcess,
  deadlines,
  type Elapsed,
  elapse,
  frozenOf,
  type Machines,
  NotTaken,
  type SteppedFact,
  takeAll,
} from "#workflows/engine"
import { evaluateWhere } from "#workflows/language"
import { WrongExpectedRevision } from "#workflows/ports"
import { type Answer, contended, isSameCommand, keyReused } from "./answer.ts"
import { appendAt } from "./append.ts"
import { type Origin, unasked } from "./caller.ts"
import { Devices, type LoadedDevice, machineRefs } from "./devices.ts"
import { DECISIONS, now } from "./execute.ts"
import { carriedBy, extendEnd, stamp, withoutPersonal } from "./history.ts"
import { MachineLibrary } from "./machines.ts"
import { type OriginatedFact, propose } from "./propose.ts"

/** A step that the statechart does not take, as a refusal that says what it does take. */
const notNow = (notTaken: NotTaken): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "not-now",
    what: notTaken.message,
    remedy: "Report what the device is really doing, in order.",
  })

const asRefusal = (error: NotTaken | Refusal): Refusal => (error instanceof NotTaken ? notNow(error) : error)

const holds: Holds = (expression, device) => Result.getOrElse(evaluateWhere(expression, device), () => false)

/** The origin of a time-out: the same for whoever notices it first, so that nobody records it twice. */
const timerOrigin = (stream: string, { deadline }: Elapsed, origin: Origin): Origin =>
  unasked(
    { kind: "process", id: "deadlines" },
    origin.tenantId,
    deriveId("deadline", stream, deadline.state, deadline.dueAt),
  )

const wakeAtOf = (process: DeviceProcess, machines: Machines): WakeAt | null => {
  const [next] = deadlines(process, machines)
  return next === undefined ? null : { state: next.state, dueAt: next.dueAt }
}

const originated = (facts: ReadonlyArray<SteppedFact>, origin: Origin): ReadonlyArray<OriginatedFact> =>
  facts.map(({ emitted, fact }) => ({ fact, emitted, origin }))

interface Decided {
  readonly process: DeviceProcess
  readonly machines: Machines
  readonly facts: ReadonlyArray<OriginatedFact>
  /** The command's own part of the facts. */
  readonly own: ReadonlyArray<SteppedFact>
  readonly refusal: Refusal | null
}

/** What a person's name adds to a fact: sealed beside it. */
export type Personalise = (fact: DeviceFact) => DeviceFact

/** A command on a device, with what is personal in it. */
export interface DeviceOrder {
  readonly deviceId: string
  readonly command: DeviceCommand
  readonly personalise?: Personalise
  /** The only revision of the stream at which the command may be decided; -1 for a stream that must not exist. */
  readonly at?: number
}

const decideAt = Effect.fnUntraced(function* (
  loaded: LoadedDevice,
  { command, personalise }: DeviceOrder,
  origin: Origin,
  at: Timestamp,
) {
  const library = yield* MachineLibrary
  const elapsed = yield* Effect.mapError(
    Effect.fromResult(elapse(loaded.process, at, loaded.machines)),
    asRefusal,
  )
  const before = elapsed.at(-1)?.process ?? loaded.process
  const passed = elapsed.flatMap((step) => originated(step.facts, timerOrigin(loaded.stream, step, origin)))
  const settings = frozenOf(before.device, "attempt", loaded.machines)?.settings ?? null
  const unchanged = { process: before, machines: loaded.machines, facts: passed, own: [] }
  const decision = decide(before.device, command, { profile: settings, holds })
  if (Result.isFailure(decision)) return { ...unchanged, refusal: decision.failure } satisfies Decided
  const inputs = decision.success.map((fact) => personalise?.(fact) ?? fact)
  const machines = yield* library.with(machineRefs(inputs))
  const taken = takeAll(before, inputs, at, machines)
  if (Result.isFailure(taken)) return { ...unchanged, refusal: asRefusal(taken.failure) } satisfies Decided
  const { facts, process } = taken.success
  const all = [...passed, ...originated(facts, origin)]
  return { process, machines, facts: all, own: facts, refusal: null } satisfies Decided
})

/** Decides a command on a device as it was read, and appends what came of it if the stream stands there still. */
export const decideOn = Effect.fnUntraced(function* (
  loaded: LoadedDevice,
  order: DeviceOrder,
  origin: Origin,
) {
  const devices = yield* Devices
  const { end, stream } = loaded
  const answered = end.answered.get(origin.commandId)
  if (answered !== undefined) return isSameCommand(answered, origin) ? answered.answer : yield* keyReused()
  if (order.at !== undefined && order.at !== end.revision)
    return yield* new WrongExpectedRevision({
      stream,
      expected: order.at === -1 ? "no-stream" : order.at,
      actual: end.revision === -1 ? "no-stream" : end.revision,
    })
  const at = stamp(end, yield* now)
  const { facts, machines, own, process, refusal } = yield* decideAt(loaded, order, origin, at)
  let { position, revision } = end
  if (facts.length > 0) {
    const placement = {
      stream,
      revision: end.revision + 1,
      recordedAt: at,
      wakeAt: wakeAtOf(process, machines),
    }
    const appended = yield* appendAt(stream, end.revision, yield* propose(facts, placement))
    position = appended.position
    revision = appended.revision
    const carried = carriedBy(facts, { first: placement.revision, position, recordedAt: at })
    devices.keep(stream, { process, end: extendEnd(end, stream, carried) })
  }
  // Deadlines that passed are recorded even when the command itself is refused.
  if (refusal !== null) return yield* refusal
  return { stream, revision, position, facts: own.map(({ fact }) => withoutPersonal(fact)) } satisfies Answer
})

/**
 * Handles one command on a device as {@link executeDevice} does, but only once: when others were quicker, or the stream
 * is not where the order wants it, it fails with `WrongExpectedRevision`.
 */
export const tryDevice = Effect.fnUntraced(function* (order: DeviceOrder, origin: Origin) {
  return yield* decideOn(yield* (yield* Devices).load(order.deviceId), order, origin)
})

/** What the stream itself may be against, so that it matters how it stands now. */
const isOfTheStream = ({ _tag }: { readonly _tag: string }): boolean =>
  _tag === "Refusal" || _tag === "WrongExpectedRevision"

/**
 * Handles a command on the device as it was known last, which saves a read of its stream. Only what the log takes at that
 * revision shows that nobody wrote since; all else, a refusal above all, is decided again on what the stream says.
 */
const tryRecalled = Effect.fnUntraced(function* (order: DeviceOrder, origin: Origin) {
  const recalled = yield* (yield* Devices).recall(order.deviceId)
  const tried = yield* Effect.result(decideOn(recalled, order, origin))
  if (Result.isSuccess(tried) && tried.success.facts.length > 0) return tried.success
  // A store that cannot be asked is no matter of what was remembered.
  if (Result.isFailure(tried) && !isOfTheStream(tried.failure)) return yield* Effect.fail(tried.failure)
  return yield* tryDevice(order, origin)
})

/**
 * Handles one command on a device: its due deadlines first, then the rules, then the statecharts, then the rules no
 * profile can loosen; all of it appended with the revision that was read, and decided anew when others were quicker.
 */
export const executeDevice = Effect.fnUntraced(function* (order: DeviceOrder, origin: Origin) {
  for (let decision = 0; decision < DECISIONS; decision++) {
    const tried = yield* Effect.result((decision === 0 ? tryRecalled : tryDevice)(order, origin))
    if (Result.isSuccess(tried)) return tried.success
    if (tried.failure._tag !== "WrongExpectedRevision") return yield* Effect.fail(tried.failure)
  }
  return yield* contended(order.deviceId)
})
