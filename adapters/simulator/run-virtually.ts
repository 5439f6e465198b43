import { Clock, Effect } from "effect"
import { drawn } from "./mix.ts"
import type { Run } from "./run-device.ts"
import { runOf } from "./run-device.ts"
import { type Running, switchOn, type Tell, takeStep } from "./take-step.ts"
import type { VirtualDevice } from "./virtual-device.ts"

/** How a simulation goes when its time is its own. */
export interface VirtualTime {
  readonly seed: string
  /** When the first device may be switched on, in epoch milliseconds. */
  readonly from: number
  readonly tell: Tell
  /** Hears how many of the devices have come to their end. */
  readonly ended: (count: number) => Effect.Effect<void>
}

/** One device on its way: which step is next, and when. */
interface Journey {
  readonly number: number
  readonly device: VirtualDevice
  readonly running: Running | null
  readonly step: number
  readonly at: number
}

const SECOND = 1_000
const HOUR = 3_600_000
/** Devices are switched on within a working day; between two steps somebody or something takes its time. */
const DAY = 8 * HOUR
const SHORTEST = 4 * SECOND
const LONGEST = 90 * SECOND

/** Runs an effect at a time of its own: what it asks for the time is told this one. */
const at =
  (millis: number) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Clock.clockWith((clock) =>
      Effect.provideService(effect, Clock.Clock, {
        sleep: (duration) => clock.sleep(duration),
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: clock.monotonicTimeNanos,
        currentTimeMillisUnsafe: () => millis,
        currentTimeMillis: Effect.succeed(millis),
        currentTimeNanosUnsafe: () => BigInt(millis) * 1_000_000n,
        currentTimeNanos: Effect.succeed(BigInt(millis) * 1_000_000n),
      }),
    )

const pause = (seed: string, { number, step }: Journey): number =>
  Math.round(SHORTEST + drawn(seed, number, `pause ${step}`) * (LONGEST - SHORTEST))

/** The journey that is next: the earliest, and of several the one with the lowest number. */
const isBefore = (a: Journey, b: Journey): boolean => a.at < b.at || (a.at === b.at && a.number < b.number)
const nextOf = (journeys: ReadonlyArray<Journey>): Journey | undefined =>
  journeys.reduce<Journey | undefined>(
    (first, one) => (first === undefined || isBefore(one, first) ? one : first),
    undefined,
  )

const moveOn = Effect.fnUntraced(function* (journey: Journey, { seed, tell }: VirtualTime) {
  const { device, running, step } = journey
  const planned = device.plan.steps[step]
  if (running !== null && planned === undefined) return runOf(device, running, "done")
  const taken =
    running === null || planned === undefined
      ? yield* switchOn(device, tell, device.plan.begunBy)
      : yield* takeStep(planned, running, tell)
  if (taken._tag === "stopped") return runOf(device, running, "stopped", taken.by)
  const next = running === null ? 0 : step + 1
  const waits = taken._tag === "waits" ? taken.millis : 0
  if (taken._tag === "waits")
    yield* tell({ device: device.name, says: taken.says, refusal: null, isRoutine: false })
  return {
    ...journey,
    running: taken._tag === "on" ? taken.running : running,
    step: next,
    at: journey.at + waits + pause(seed, journey),
  } satisfies Journey
})

/**
 * Runs virtual devices in a time of their own, one step after another in the order of that time. Hours take no time, and
 * the same seed gives the same history: the same events in the same order at the same times.
 */
export const runVirtually = Effect.fn("runVirtually")(function* (
  devices: ReadonlyArray<VirtualDevice>,
  time: VirtualTime,
) {
  const runs = new Map<number, Run>()
  const onTheWay = new Map(
    devices.map((device, number): [number, Journey] => {
      const begins = time.from + Math.floor(drawn(time.seed, number, "begin") * DAY)
      return [number, { number, device, running: null, step: 0, at: begins }]
    }),
  )
  for (let next = nextOf([...onTheWay.values()]); next !== undefined; next = nextOf([...onTheWay.values()])) {
    const moved = yield* moveOn(next, time).pipe(at(next.at))
    if ("ended" in moved) {
      runs.set(next.number, moved)
      onTheWay.delete(next.number)
      yield* time.ended(runs.size)
    } else onTheWay.set(next.number, moved)
  }
  return devices.flatMap((_, number) => runs.get(number) ?? [])
})

/** Runs an effect at the beginning of a simulation's own time. */
export const atTheBeginning = ({ from }: Pick<VirtualTime, "from">) => at(from)
