import { Effect, Layer, type Scope } from "effect"
import {
  countLog,
  followLog,
  type Log,
  makeSignal,
  makeSubscriptions,
  prepareAppend,
  readLog,
} from "#adapters/eventstore/contract"
import { asRevision, encodePosition, lastExpected } from "#adapters/eventstore/rules"
import { failureOf, type Outcome, startWriter } from "#adapters/eventstore/thread"
import { explain } from "#adapters/sqlite"
import {
  type Appended,
  EventStore,
  EventStoreFailure,
  type ExpectedRevision,
  WrongExpectedRevision,
} from "#workflows/ports"
import { gathered } from "./gathered.ts"
import { openReader } from "./reader.ts"
import { sharedTail } from "./tail.ts"
import { watchOthers } from "./watch.ts"

const attempt = <A>(operation: string, read: () => A): Effect.Effect<A, EventStoreFailure> =>
  Effect.try({
    try: read,
    catch: (cause) => {
      const { reason, remedy } = explain(cause)
      return new EventStoreFailure({ operation, reason, remedy, outcome: "not-done", cause })
    },
  })

const answer = (
  stream: string,
  expected: ExpectedRevision,
  outcome: Outcome,
): Effect.Effect<Appended, WrongExpectedRevision | EventStoreFailure> => {
  switch (outcome._tag) {
    case "Appended":
      return Effect.succeed({ revision: outcome.revision, position: encodePosition(outcome.place) })
    case "Conflict":
      return Effect.fail(new WrongExpectedRevision({ stream, expected, actual: asRevision(outcome.last) }))
    case "Failed":
      return Effect.fail(failureOf(outcome, `append to "${stream}"`))
  }
}

const make = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<EventStore["Service"], EventStoreFailure, Scope.Scope> {
  const grown = makeSignal()
  const wake = gathered(grown.notify)
  const subscriptions = makeSubscriptions()
  const writer = yield* startWriter({
    script: new URL("./worker.ts", import.meta.url),
    name: "flightlog-log-writer",
    data: { path },
    what: `"${path}"`,
    onCommit: wake,
  })
  const reader = yield* Effect.acquireRelease(
    attempt(`open "${path}"`, () => openReader(path)),
    (reader) => Effect.sync(reader.close),
  )
  const tail = sharedTail(reader.page)
  const log: Log = {
    end: attempt("read the log", reader.end),
    page: (stretch) => attempt("read the log", () => reader.page(stretch)),
    newest: (stretch) => attempt("read the log", () => tail(stretch)),
    grown,
    watch: watchOthers(reader, { notify: wake }),
    subscriptions,
  }
  return EventStore.of({
    append: (stream, expected, events) =>
      Effect.fromResult(prepareAppend(stream, expected, events)).pipe(
        Effect.flatMap((prepared) => writer.append(stream, lastExpected(expected), prepared)),
        Effect.flatMap((outcome) => answer(stream, expected, outcome)),
      ),
    // SQLite takes a negative limit for none.
    read: (stream, { from = 0, limit = -1 } = {}) =>
      attempt(`read "${stream}"`, () => reader.read(stream, from, limit)),
    readLast: (stream) => attempt(`read "${stream}"`, () => reader.readLast(stream)),
    existing: (streams) => attempt("read which streams there are", () => reader.existing(streams)),
    readAll: (after, filter) => readLog(log, after, filter),
    subscribe: (after, filter) => followLog(log, after, filter),
    head: Effect.map(log.end, encodePosition),
    countAfter: (position) => countLog(log, position),
    identity: attempt("read the store's identity", reader.identity),
    subscriptions: subscriptions.all,
  })
})

/**
 * The event store in one SQLite file, made where there is none (its directory, too, but no more): durable at each answer, and
 * open to several processes at a time. Fails with an EventStoreFailure that says why where the file cannot be used.
 *
 * @example embeddedEventStore("data/flightlog.sqlite")
 */
export const embeddedEventStore = (path: string): Layer.Layer<EventStore, EventStoreFailure> =>
  Layer.effect(EventStore, make(path))
