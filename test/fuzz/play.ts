import v8 from "node:v8"
import vm from "node:vm"
import type { Batch, Target } from "./target.ts"

/** Inputs of one seed; a failure names its batch, so that it can be played again. */
export const BATCH = 500
/** After so many batches a service is closed and a new one opened, so that what it rightly keeps does not add up. */
const RENEW_AFTER = 10
/** The longest that one input may take. */
const LIMIT_MILLIS = 1000
/** What the heap may grow by between the first batches and the last: caches that fill, not leaks that run. */
const GROWTH_BYTES = 48 * 1024 * 1024

/** An input for which something did not hold. */
export interface Fault {
  readonly target: string
  readonly batch: number
  readonly place: number
  readonly what: string
  readonly input: string
}

/** What was played of a target. */
export interface Played {
  readonly target: string
  readonly inputs: number
  readonly millis: number
  /** The longest that an input took, in milliseconds. */
  readonly slowest: number
  /** How much the heap had grown at the end, in bytes, garbage left out. */
  readonly growth: number
  readonly faults: ReadonlyArray<Fault>
}

v8.setFlagsFromString("--expose-gc")
const collectGarbage: unknown = vm.runInNewContext("gc")

const heap = (): number => {
  if (typeof collectGarbage === "function") collectGarbage()
  return v8.getHeapStatistics().used_heap_size
}

const timed = async (batch: Batch, place: number): Promise<number> => {
  const begun = performance.now()
  await batch.play(place)
  return performance.now() - begun
}

/** How long an input takes; one that was slow is tried twice more, because the machine may have been busy with something else. */
const millisFor = async (batch: Batch, place: number): Promise<number> => {
  let millis = await timed(batch, place)
  for (let again = 0; again < 2 && millis > LIMIT_MILLIS; again++)
    millis = Math.min(millis, await timed(batch, place))
  return millis
}

const MOST_FAULTS = 5

/** What is gathered while a target is played. */
interface Tally {
  readonly target: string
  readonly faults: Array<Fault>
  inputs: number
  slowest: number
}

const isOver = ({ faults }: Tally): boolean => faults.length >= MOST_FAULTS

/** What an input came to that did not keep to what is promised; nothing if it did. */
const wrongOf = async (batch: Batch, place: number, tally: Tally): Promise<string | undefined> => {
  try {
    const millis = await millisFor(batch, place)
    tally.slowest = Math.max(tally.slowest, millis)
    return millis > LIMIT_MILLIS ? `It took ${Math.round(millis)} ms.` : undefined
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

const playBatch = async (batch: Batch, number: number, tally: Tally, told: (place: number) => void) => {
  for (let place = 0; place < batch.size && !isOver(tally); place++) {
    told(place)
    const what = await wrongOf(batch, place, tally)
    tally.inputs += 1
    if (what !== undefined)
      tally.faults.push({ target: tally.target, batch: number, place, what, input: batch.says(place) })
  }
}

/** Which batches are played: `seed` and the number of a batch make its inputs. */
export interface Stretch {
  readonly seed: number
  readonly from: number
  readonly until: number
}

/** Plays some batches of a target, one after the other. */
export const play = async (
  target: Target,
  { from, seed, until }: Stretch,
  progress: (batch: number, place: number) => void,
): Promise<Played> => {
  const tally: Tally = { target: target.name, faults: [], inputs: 0, slowest: 0 }
  const begun = performance.now()
  let before: number | undefined
  for (let first = from; first < until && !isOver(tally); first += RENEW_AFTER) {
    // The first stretch fills what is filled once; what grows after it grows for ever.
    if (first > from) before ??= heap()
    const opened = await target.open()
    for (let number = first; number < Math.min(until, first + RENEW_AFTER); number++) {
      const batch = opened.batch(seed * 1_000_003 + number, BATCH)
      await playBatch(batch, number, tally, (place) => progress(number, place))
    }
    await opened.close()
  }
  const growth = before === undefined ? 0 : heap() - before
  if (growth > GROWTH_BYTES) {
    const what = `The heap grew by ${Math.round(growth / 1e6)} MB.`
    tally.faults.push({ target: target.name, batch: until, place: 0, what, input: "" })
  }
  return { ...tally, millis: performance.now() - begun, growth }
}
