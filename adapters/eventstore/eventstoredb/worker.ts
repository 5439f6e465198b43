import { parentPort, workerData } from "node:worker_threads"
import { ErrorType, type EventData, isCommandError, jsonEvent, NO_STREAM } from "@eventstore/db-client"
import type { PreparedEvent } from "#adapters/eventstore/contract"
import type { Answer, AppendOrder, Order, Outcome, Report } from "#adapters/eventstore/thread"
import { makeClient } from "./client.ts"
import { explainError, tooLate } from "./trouble.ts"
import type { WriterData } from "./writer.ts"

if (parentPort === null)
  throw new Error("This file is the EventStoreDB adapter's writer thread; it is not run by itself.")
const store = parentPort
const { connectionString, limitMillis }: WriterData = workerData
const utf8 = new TextEncoder()

let client = makeClient(connectionString)
const underWay = new Set<Promise<unknown>>()
let answers: Array<Answer> = []

const report = (message: Report) => store.postMessage(message)

/** Answers that come in the same turn of the event loop go back together. */
const answer = (ticket: number, outcome: Outcome) => {
  answers.push({ ticket, outcome })
  if (answers.length > 1) return
  setImmediate(() => {
    const together = answers
    answers = []
    report({ _tag: "Answers", answers: together })
  })
}

const eventData = ({ id, metadata, payload, type }: PreparedEvent): EventData =>
  jsonEvent({ id, type, data: JSON.parse(payload), metadata: utf8.encode(metadata) })

const append = async ({ events, expected, stream }: AppendOrder): Promise<Outcome> => {
  try {
    const { nextExpectedRevision, position } = await client.appendToStream(stream, events.map(eventData), {
      expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected),
      requiresLeader: true,
    })
    if (position === undefined) throw new Error("The server answered an append without its position")
    return { _tag: "Appended", revision: Number(nextExpectedRevision), place: Number(position.commit) }
  } catch (error) {
    const isConflict =
      error instanceof Error && isCommandError(error) && error.type === ErrorType.WRONG_EXPECTED_VERSION
    if (!isConflict) return { _tag: "Failed", ...explainError(error) }
    const { actualVersion } = error
    return { _tag: "Conflict", last: actualVersion === NO_STREAM ? -1 : Number(actualVersion) }
  }
}

/** An append that got no answer in time is given up, and with it the client, whose line is as silent for all others. */
const giveUp = (used: typeof client): Outcome => {
  if (client === used) {
    client = makeClient(connectionString)
    used.dispose()
  }
  return { _tag: "Failed", ...tooLate(limitMillis) }
}

const appendInTime = async (order: AppendOrder) => {
  const used = client
  const late = Promise.withResolvers<Outcome>()
  const timer = setTimeout(() => late.resolve(giveUp(used)), limitMillis)
  const outcome = await Promise.race([append(order), late.promise])
  clearTimeout(timer)
  answer(order.ticket, outcome)
}

/** Ends the thread when all it was given is answered. A call that was given up may still hold the line open, so it does not end by itself. */
const close = async () => {
  await Promise.allSettled(underWay)
  setImmediate(() => process.exit())
}

store.on("message", (orders: Order) => {
  if (orders === "close") return void close()
  for (const order of orders) {
    const appending = appendInTime(order)
    underWay.add(appending)
    appending.finally(() => underWay.delete(appending))
  }
})
report({ _tag: "Opened" })
