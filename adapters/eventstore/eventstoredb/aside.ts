import { randomUUID } from "node:crypto"
import { FORWARDS, START } from "@eventstore/db-client"
import { Context, Effect, Option, Schema } from "effect"
import { NO_STREAM } from "#adapters/eventstore/rules"
import type { EventStoreFailure } from "#workflows/ports"
import type { Client } from "./client.ts"
import { type Connection, failed, notRead } from "./connection.ts"
import { makeLine } from "./line.ts"
import { readStreamPage } from "./pages.ts"
import { explainError, isOfDeletedStream, lasting, type Trouble } from "./trouble.ts"
import type { PatientWriter } from "./writer.ts"

const Held = Schema.Record(Schema.String, Schema.String)

/** What a stream beside the log holds; null where it was buried. */
export type Held = typeof Held.Type | null

/** What is to be written to a stream beside the log. */
export interface AsideEvent {
  readonly type: string
  readonly data: typeof Held.Type
}

/**
 * What adapters keep beside the log in the same database: streams that hold one event each, written by whoever comes first. They are no part
 * of the log, and nothing that reads it sees them.
 */
export class AsideStreams extends Context.Service<
  AsideStreams,
  {
    /** What a stream holds, from the leader; undefined where nothing was written yet. */
    find(stream: string): Effect.Effect<Held | undefined, EventStoreFailure>
    /** Writes what a stream is to hold unless somebody was first, and gives what it holds then. */
    findOrPut(stream: string, event: AsideEvent): Effect.Effect<Held, EventStoreFailure>
    /** The names of the streams that begin so and were ever written or buried, from the leader's whole log. */
    names(prefix: string): Effect.Effect<ReadonlySet<string>, EventStoreFailure>
    /** Deletes a stream for ever, also one that was never written. Its event leaves the disk with the server's next scavenge. */
    bury(stream: string): Effect.Effect<void, EventStoreFailure>
  }
>()("flightlog/adapters/eventstore/eventstoredb/AsideStreams") {}

const unreadable = (stream: string): Trouble =>
  lasting(
    `The stream "${stream}" does not hold what Flightlog wrote there.`,
    "Let no other program write to it; to begin anew, use an empty database.",
  )

const decode = Schema.decodeUnknownOption(Held)

const orBuried =
  <B>(value: B) =>
  <A, R>(effect: Effect.Effect<A, Trouble, R>): Effect.Effect<A | B, Trouble, R> =>
    Effect.catchIf(effect, isOfDeletedStream, () => Effect.succeed(value))

const BATCH = 1024

const openLog = (client: Client) =>
  Effect.acquireRelease(
    Effect.sync(() =>
      makeLine(client.readAll({ fromPosition: START, direction: FORWARDS, requiresLeader: true })),
    ),
    ({ close }) => Effect.sync(close),
  )

/** The names that begin so among all streams of the server. */
const namesIn = (prefix: string) =>
  Effect.fnUntraced(function* (client: Client) {
    const line = yield* openLog(client)
    const names = new Set<string>()
    for (;;) {
      const found = yield* line.take(BATCH)
      if (found.length === 0) return names
      const streams = found.map(({ event }) => event?.streamId ?? "")
      for (const stream of streams.filter((one) => one.startsWith(prefix))) names.add(stream)
    }
  }, Effect.scoped)

/** The streams beside the log of a server, over the connection to its leader. */
export const asideStreams = ({ call }: Connection, writer: PatientWriter): AsideStreams["Service"] => {
  const find = Effect.fnUntraced(function* (stream: string) {
    const [first] = yield* call(readStreamPage({ stream, from: 0, count: 1 }))
    if (first === undefined) return undefined
    const held = decode(first.event?.data)
    return Option.isSome(held) ? held.value : yield* Effect.fail(unreadable(stream))
  }, orBuried(null))

  const put = (stream: string, { data, type }: AsideEvent) =>
    writer
      .append(stream, NO_STREAM, [{ id: randomUUID(), type, payload: JSON.stringify(data), metadata: "{}" }])
      .pipe(Effect.asVoid, orBuried(undefined))

  return AsideStreams.of({
    find: (stream) => Effect.mapError(find(stream), notRead(`read "${stream}"`)),
    findOrPut: (stream, event) =>
      Effect.gen(function* () {
        const known = yield* find(stream)
        if (known !== undefined) return known
        // A conflict tells that somebody else was first.
        yield* put(stream, event)
        return (yield* find(stream)) ?? null
      }).pipe(Effect.mapError(failed(`write "${stream}"`))),
    names: (prefix) => Effect.mapError(call(namesIn(prefix)), notRead(`look for the streams "${prefix}..."`)),
    bury: (stream) =>
      call((client) =>
        Effect.tryPromise({
          try: () => client.tombstoneStream(stream, { requiresLeader: true }),
          catch: explainError,
        }),
      ).pipe(Effect.asVoid, orBuried(undefined), Effect.mapError(failed(`delete "${stream}"`))),
  })
}
