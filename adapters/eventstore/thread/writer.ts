import { Worker } from "node:worker_threads"
import { Effect, type Scope } from "effect"
import type { PreparedEvent } from "#adapters/eventstore/contract"
import { EventStoreFailure } from "#workflows/ports"
import type { AppendOrder, Failed, Order, Outcome, Report } from "./protocol.ts"

const CLOSED: Failed = {
  _tag: "Failed",
  reason: "The store is closed.",
  remedy: "Open it again.",
  outcome: "not-done",
}

const notAnswered = (error: Error | undefined): Failed => ({
  _tag: "Failed",
  reason: `The thread that writes the log ended before it answered (${error?.message ?? "without an error"}).`,
  remedy: "Repeat the append with the same ids and the same expected revision.",
  outcome: "unknown",
  isPassing: true,
})

/** An outcome that failed, as the port tells it. */
export const failureOf = ({ reason, remedy, outcome }: Failed, operation: string) =>
  new EventStoreFailure({ operation, reason, remedy, outcome })

/** The most appends that are held back for others of the same turn. */
const TOGETHER = 16

/** Which thread writes, and what. */
export interface WriterOptions {
  /** The thread's own file, and its name in tools that list threads. */
  readonly script: URL
  readonly name: string
  /** What the thread finds as its `workerData`. */
  readonly data: unknown
  /** What is written, for people: `"flightlog.sqlite"`. */
  readonly what: string
  /** Called when there may be something new to read. */
  readonly onCommit: () => void
}

/** The writer thread; `ended` settles when all it said was heard, with the error that ended it, if one did. */
interface Thread {
  send(order: Order): void
  readonly ended: Promise<Error | undefined>
}

const startThread = ({ data, name, script }: WriterOptions, onReport: (report: Report) => void): Thread => {
  const worker = new Worker(script, { name, workerData: data })
  let error: Error | undefined
  worker.on("message", onReport)
  worker.on("error", (cause) => {
    error = cause instanceof Error ? cause : new Error(String(cause))
  })
  return {
    send: (order) => worker.postMessage(order),
    ended: new Promise((resolve) => worker.on("exit", () => resolve(error))),
  }
}

/** The writing side of the store: hands appends to the thread and their outcomes to those who wait for them. */
export interface Writer {
  append(stream: string, expected: number, events: ReadonlyArray<PreparedEvent>): Effect.Effect<Outcome>
}

const makeWriter = (options: WriterOptions) => {
  const waiting = new Map<number, (outcome: Outcome) => void>()
  let thread: Thread | undefined
  let outbox: Array<AppendOrder> = []
  let tickets = 0
  let isClosed = false

  const failAll = (outcome: Failed) => {
    const lost = [...waiting.values()]
    waiting.clear()
    for (const settle of lost) settle(outcome)
  }

  const hear = (report: Report, onOpened: (refusal?: Failed) => void) => {
    if (report._tag === "Opened") return onOpened()
    if (report._tag === "Refused") {
      const { reason, remedy } = report
      const refusal: Failed = { _tag: "Failed", reason, remedy, outcome: "not-done" }
      failAll(refusal)
      return onOpened(refusal)
    }
    options.onCommit()
    for (const { ticket, outcome } of report.answers) {
      waiting.get(ticket)?.(outcome)
      waiting.delete(ticket)
    }
  }

  const start = (onOpened: (refusal?: Failed) => void): Thread => {
    const started = startThread(options, (report) => hear(report, onOpened))
    thread = started
    started.ended.then((error) => {
      thread = undefined
      const outcome = notAnswered(error)
      failAll(outcome)
      onOpened(outcome)
    })
    return started
  }

  const flush = () => {
    if (outbox.length === 0) return
    const orders = outbox
    outbox = []
    // A thread that died of something unforeseen is replaced by the next append.
    const { send } = thread ?? start(() => {})
    send(orders)
  }

  return {
    start,
    append: (stream: string, expected: number, events: ReadonlyArray<PreparedEvent>) =>
      Effect.callback<Outcome>((resume) => {
        if (isClosed) return resume(Effect.succeed(CLOSED))
        tickets += 1
        waiting.set(tickets, (outcome) => resume(Effect.succeed(outcome)))
        outbox.push({ ticket: tickets, stream, expected, events })
        // What is appended in the same turn of the event loop goes to the thread together, so that requests side by side
        // cost one message; but a long turn does not keep the thread waiting.
        if (outbox.length === 1) setImmediate(flush)
        if (outbox.length === TOGETHER) flush()
      }),
    close: async () => {
      isClosed = true
      flush()
      thread?.send("close")
      return thread?.ended
    },
  }
}

/** Starts a thread that writes a log, and ends it with the scope: after it has dealt with all that it was given. */
export const startWriter = Effect.fnUntraced(function* (
  options: WriterOptions,
): Effect.fn.Return<Writer, EventStoreFailure, Scope.Scope> {
  const writer = makeWriter(options)
  const opened = Effect.callback<void, EventStoreFailure>((resume) => {
    writer.start((refusal) =>
      resume(refusal === undefined ? Effect.void : Effect.fail(failureOf(refusal, `open ${options.what}`))),
    )
  })
  yield* Effect.acquireRelease(opened, () =>
    Effect.flatMap(
      Effect.promise(() => writer.close()),
      (error) =>
        error === undefined
          ? Effect.void
          : Effect.logWarning(`The event log ${options.what} was not closed in order: ${error.message}`),
    ),
  )
  return writer
})
