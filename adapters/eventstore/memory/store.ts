import { randomUUID } from "node:crypto"
import { Effect, Layer } from "effect"
import {
  countLog,
  followLog,
  type Log,
  makeSignal,
  makeSubscriptions,
  type PreparedEvent,
  prepareAppend,
  readLog,
} from "#adapters/eventstore/contract"
import { asRevision, encodePosition, isWanted, judge, lastExpected } from "#adapters/eventstore/rules"
import {
  type Appended,
  EventStore,
  type ExpectedRevision,
  type RecordedEvent,
  WrongExpectedRevision,
} from "#workflows/ports"

const PAGE = 256

/** The log as two views of the same events: in log order, and by stream. The event at place n stands at index n - 1. */
const makeBook = () => {
  const log: Array<RecordedEvent> = []
  const streams = new Map<string, Array<RecordedEvent>>()
  return {
    log,
    of: (stream: string): ReadonlyArray<RecordedEvent> => streams.get(stream) ?? [],
    write(stream: string, { id, type, payload, metadata }: PreparedEvent) {
      const history = streams.get(stream) ?? []
      if (history.length === 0) streams.set(stream, history)
      // Parsed from the text that another store would keep, so that every store gives back the same values.
      const event: RecordedEvent = {
        id,
        type,
        payload: JSON.parse(payload),
        metadata: JSON.parse(metadata),
        stream,
        revision: history.length,
        position: encodePosition(log.length + 1),
      }
      history.push(event)
      log.push(event)
    },
  }
}

const make = Effect.sync(() => {
  const book = makeBook()
  const grown = makeSignal()
  const subscriptions = makeSubscriptions()
  const identity = randomUUID()

  const write = (
    stream: string,
    expected: ExpectedRevision,
    events: ReadonlyArray<PreparedEvent>,
  ): Effect.Effect<Appended, WrongExpectedRevision> => {
    const history = book.of(stream)
    const last = history.length - 1
    const begin = lastExpected(expected)
    const ids = events.map((event) => event.id)
    const verdict = judge({ last, idAt: (revision) => history[revision]?.id }, begin, ids)
    if (verdict === "conflict")
      return Effect.fail(new WrongExpectedRevision({ stream, expected, actual: asRevision(last) }))
    if (verdict === "write") {
      for (const event of events) book.write(stream, event)
      grown.notify()
    }
    const revision = begin + events.length
    return Effect.succeed({ revision, position: book.of(stream)[revision]?.position ?? "" })
  }

  const page: Log["page"] = ({ after, until, filter }) =>
    Effect.sync(() => {
      const next = Math.min(after + PAGE, until)
      return { events: book.log.slice(after, next).filter((event) => isWanted(filter, event)), next }
    })
  const log: Log = {
    end: Effect.sync(() => book.log.length),
    page,
    newest: page,
    grown,
    watch: Effect.void,
    subscriptions,
  }

  return EventStore.of({
    append: (stream, expected, events) =>
      Effect.flatMap(Effect.fromResult(prepareAppend(stream, expected, events)), (prepared) =>
        write(stream, expected, prepared),
      ),
    read: (stream, { from = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
      Effect.sync(() => book.of(stream).slice(from, from + limit)),
    readLast: (stream) => Effect.sync(() => book.of(stream).at(-1)),
    existing: (streams) => Effect.sync(() => new Set(streams.filter((stream) => book.of(stream).length > 0))),
    readAll: (after, filter) => readLog(log, after, filter),
    subscribe: (after, filter) => followLog(log, after, filter),
    head: Effect.sync(() => encodePosition(book.log.length)),
    countAfter: (position) => countLog(log, position),
    identity: Effect.succeed(identity),
    subscriptions: subscriptions.all,
  })
})

/** The reference store: the log in this process's memory, gone when the process ends. For tests, trials and `memory:`. */
export const memoryEventStore: Layer.Layer<EventStore> = Layer.effect(EventStore, make)
