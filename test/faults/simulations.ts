import { Worker } from "node:worker_threads"
import type { Violation } from "../simulation/violation.ts"

/** What a simulation came to, without its log. */
export interface Outcome {
  readonly seed: number
  readonly crashes: number
  readonly digest: string
  readonly events: number
  readonly steps: number
  readonly violations: ReadonlyArray<Violation>
}

/** How many violations are gathered before the rest is left. */
const ENOUGH = 10

/** A simulation makes much that is soon over: with more room for the young, little of it is moved about. */
const LIMITS = { maxYoungGenerationSizeMb: 96 }

/** Plays simulations of these seeds in several threads, and tells each outcome as it comes. */
export const simulations = async (
  seeds: Iterable<number>,
  jobs: number,
  told: (outcome: Outcome) => void,
): Promise<void> => {
  const queue = seeds[Symbol.iterator]()
  let found = 0
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./simulating.ts", import.meta.url), { resourceLimits: LIMITS })
      const next = () => {
        const seed = found < ENOUGH ? queue.next() : undefined
        if (seed === undefined || seed.done === true)
          return void worker.terminate().then(() => resolve(), reject)
        worker.postMessage(seed.value)
      }
      worker.on("error", reject)
      worker.on("message", (outcome: Outcome) => {
        if (outcome.violations.length > 0) found += 1
        told(outcome)
        next()
      })
      next()
    })
  await Promise.all(Array.from({ length: jobs }, work))
}
