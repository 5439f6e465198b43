import { receiveMessageOnPort, workerData } from "node:worker_threads"
import { openFile } from "#adapters/sqlite"
import { writeTo } from "./log-file.ts"
import type { AppendOrder, Order, Report, WriterData } from "./protocol.ts"
import { EVENT_LOG } from "./schema.ts"

/**
 * How long the thread looks for the next order before it sleeps. Waking a sleeping thread takes as long as this; a writer that waits
 * for its answer before it appends again comes back sooner.
 */
const LOOK_MS = 0.1

/** The most appends one transaction takes, so that no append waits long for the others of its group. */
const GROUP = 1024

const { path, orders, bell }: WriterData = workerData

const report = (message: Report) => orders.postMessage(message)

const awaitOrder = (seen: number) => {
  const sleepAt = performance.now() + LOOK_MS
  while (Atomics.load(bell, 0) === seen)
    if (performance.now() > sleepAt) {
      Atomics.wait(bell, 0, seen)
      return
    }
}

/** Takes what has arrived, up to a group. */
const takeOrders = () => {
  const group: Array<AppendOrder> = []
  while (group.length < GROUP) {
    const received: { message: Order } | undefined = receiveMessageOnPort(orders)
    if (received === undefined) return { group, isClosing: false }
    if (received.message === "close") return { group, isClosing: true }
    group.push(...received.message)
  }
  return { group, isClosing: false }
}

const serve = () => {
  const opening = openFile(path, EVENT_LOG)
  if (opening._tag === "Refused") {
    const { reason, remedy } = opening.fault
    return report({ _tag: "Refused", reason, remedy })
  }
  const { database } = opening
  const writer = writeTo(database)
  report({ _tag: "Opened" })
  for (;;) {
    const seen = Atomics.load(bell, 0)
    const { group, isClosing } = takeOrders()
    if (group.length > 0) report({ _tag: "Answers", answers: writer.commit(group) })
    else if (!isClosing) awaitOrder(seen)
    if (isClosing) break
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
  database.close()
}

serve()
orders.close()
