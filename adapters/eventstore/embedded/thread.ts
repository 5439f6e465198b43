import { once } from "node:events"
import { MessageChannel, Worker } from "node:worker_threads"
import type { Order, Report, WriterData } from "./protocol.ts"

/** The writer thread as its store sees it. */
export interface WriterThread {
  send(order: Order): void
  /** Settles when the thread is gone and all it said was heard: with the error that ended it, if one did. */
  readonly ended: Promise<Error | undefined>
}

/** Starts a writer thread on a file. */
export const startThread = (path: string, onReport: (report: Report) => void): WriterThread => {
  const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const { port1: orders, port2 } = new MessageChannel()
  const workerData: WriterData = { path, orders: port2, bell }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    name: "flightlog-log-writer",
    workerData,
    transferList: [port2],
  })
  let error: Error | undefined
  worker.on("error", (cause) => {
    error = cause instanceof Error ? cause : new Error(String(cause))
  })
  orders.on("message", onReport)
  return {
    send: (order) => {
      orders.postMessage(order)
      Atomics.add(bell, 0, 1)
      Atomics.notify(bell, 0)
    },
    ended: Promise.all([once(orders, "close"), new Promise((resolve) => worker.on("exit", resolve))]).then(
      () => error,
    ),
  }
}
