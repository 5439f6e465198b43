// A thread that plays batches of one target; its main thread sees through shared memory where it is.
import { parentPort, workerData } from "node:worker_threads"
import { play } from "./play.ts"
import { targets } from "./targets.ts"

const { from, name, seed, shared, until } = workerData
const place = new Int32Array(shared)
const target = targets.find((one) => one.name === name)
if (target === undefined || parentPort === null)
  throw new Error("This file is a thread of test/fuzz/main.ts.")
const played = await play(target, { seed, from, until }, (batch, at) => {
  Atomics.store(place, 0, batch)
  Atomics.store(place, 1, at)
})
parentPort.postMessage(played)
