import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads"
import type { Answer, AppendOrder, Order, Report } from "#adapters/eventstore/thread"
import { type Fault, openFile, watchPlace } from "#adapters/sqlite"
import { writeTo } from "./log-file.ts"
import { EVENT_LOG } from "./schema.ts"

/** The most appends that one transaction waits for, so that none waits long for the others of its group. */
const GROUP = 1024

if (parentPort === null)
  throw new Error("This file is the embedded event store's writer thread; it is not run by itself.")
const store = parentPort

const report = (message: Report) => store.postMessage(message)

/** Joins to the first order all that arrived while the last group was committed. */
const gather = (first: Order) => {
  const group: Array<AppendOrder> = []
  let order: Order | undefined = first
  while (order !== undefined && order !== "close") {
    group.push(...order)
    order = group.length < GROUP ? receiveMessageOnPort(store)?.message : undefined
  }
  return { group, isLast: order === "close" }
}

const refused = (group: ReadonlyArray<AppendOrder>, { reason, remedy }: Fault): ReadonlyArray<Answer> =>
  group.map(({ ticket }) => ({ ticket, outcome: { _tag: "Failed", reason, remedy, outcome: "not-done" } }))

const opening = openFile(workerData.path, EVENT_LOG)
if (opening._tag === "Refused") {
  const { reason, remedy } = opening.fault
  report({ _tag: "Refused", reason, remedy })
} else {
  const { database } = opening
  const { commit } = writeTo(database)
  const look = watchPlace(workerData.path)
  const answer = (group: ReadonlyArray<AppendOrder>) => {
    const fault = look()
    return fault === undefined ? commit(group) : refused(group, fault)
  }
  store.on("message", (first: Order) => {
    const { group, isLast } = gather(first)
    if (group.length > 0) report({ _tag: "Answers", answers: answer(group) })
    if (!isLast) return
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    store.close()
  })
  report({ _tag: "Opened" })
}
