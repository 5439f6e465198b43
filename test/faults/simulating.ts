// A thread that plays the simulations it is told the seeds of.
import { parentPort } from "node:worker_threads"
import { simulate } from "../simulation/simulate.ts"

// Thousands of failures belong to a simulation, and nobody reads where in the code they were made.
Error.stackTraceLimit = 0

parentPort?.on("message", (seed: number) => {
  const { crashes, digest, log, steps, violations } = simulate(seed)
  parentPort?.postMessage({ seed, crashes, digest, events: log.length, steps, violations })
})
