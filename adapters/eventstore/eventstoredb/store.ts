import { Context, Effect, Layer, Redacted } from "effect"
import { flawOfStream, makeSubscriptions, prepareAppend } from "#adapters/eventstore/contract"
import { asRevision, encodePosition, lastExpected } from "#adapters/eventstore/rules"
import { EventStore, EventStoreFailure, ProcessLease, WrongExpectedRevision } from "#workflows/ports"
import { type EventStoreDbAddress, leaderOf } from "./address.ts"
import { AsideStreams, asideStreams } from "./aside.ts"
import { makeClient } from "./client.ts"
import { failed, notRead, openConnection, type Patience } from "./connection.ts"
import { makeHead } from "./head.ts"
import { identityOf } from "./identity.ts"
import { makeLease } from "./lease.ts"
import { readAll } from "./read-all.ts"
import { READ_LOG } from "./sift.ts"
import { existingOf, readLastOf, readStream } from "./streams.ts"
import { subscribe } from "./subscribe.ts"
import { startPatientWriter } from "./writer.ts"

/** How patient the store is with its server. */
export interface EventStoreDbOptions extends Partial<Patience> {
  /** After how long a silence a subscription is made anew; default a minute. */
  readonly quietMillis?: number
  /** After how long a silence of the node that runs the processes another one does; default a quarter of a minute. */
  readonly leaseMillis?: number
}

const LIMIT_MILLIS = 5000
const PATIENCE_MILLIS = 8000
const QUIET_MILLIS = 60_000
const LEASE_MILLIS = 15_000

const openFailed =
  ({ shown }: EventStoreDbAddress) =>
  (failure: EventStoreFailure) =>
    new EventStoreFailure({ ...failure, operation: `open ${shown}` })

const make = Effect.fnUntraced(function* (
  address: EventStoreDbAddress,
  {
    limitMillis = LIMIT_MILLIS,
    patienceMillis = PATIENCE_MILLIS,
    quietMillis = QUIET_MILLIS,
    leaseMillis = LEASE_MILLIS,
  }: EventStoreDbOptions,
) {
  const patience: Patience = { limitMillis, patienceMillis }
  // Commands read what was written last, from the leader; readers of the log take the node that the address prefers.
  const leader = yield* openConnection(leaderOf(address), patience)
  const connection = yield* openConnection(address, patience)
  const writer = yield* startPatientWriter(leaderOf(address), patience)
  const subscriptions = makeSubscriptions()
  const aside = asideStreams(leader, writer)
  const identity = yield* Effect.mapError(identityOf(aside), openFailed(address))
  const head = makeHead(leader)
  const source = {
    connection,
    head,
    subscriptions,
    makeClient: () => makeClient(Redacted.value(address.connectionString)),
    limitMillis,
    quietMillis,
  }

  const store = EventStore.of({
    append: Effect.fnUntraced(function* (stream, expected, events) {
      const prepared = yield* Effect.fromResult(prepareAppend(stream, expected, events))
      const decided = yield* Effect.mapError(
        writer.append(stream, lastExpected(expected), prepared),
        failed(`append to "${stream}"`),
      )
      if (decided._tag === "Conflict")
        return yield* new WrongExpectedRevision({ stream, expected, actual: asRevision(decided.last) })
      return { revision: decided.revision, position: encodePosition(decided.place) }
    }),
    // The server has no words for a name that no stream can have.
    read: (stream, { from = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
      flawOfStream(stream) === undefined
        ? Effect.mapError(readStream(leader, stream, { from, limit }), notRead(`read "${stream}"`))
        : Effect.succeed([]),
    readLast: (stream) =>
      flawOfStream(stream) === undefined
        ? Effect.mapError(readLastOf(leader, stream), notRead(`read "${stream}"`))
        : Effect.succeed(undefined),
    existing: (streams) =>
      Effect.mapError(
        existingOf(
          leader,
          streams.filter((stream) => flawOfStream(stream) === undefined),
        ),
        notRead("read which streams there are"),
      ),
    readAll: (after, filter) => readAll(source, after, filter),
    subscribe: (after, filter) => subscribe(source, after, filter),
    head: Effect.mapBoth(head, {
      onFailure: notRead(READ_LOG),
      onSuccess: ({ place }) => encodePosition(place),
    }),
    // Positions are offsets, not counts.
    countAfter: () => Effect.succeed(null),
    identity: Effect.succeed(identity),
    subscriptions: subscriptions.all,
  })
  return Context.make(EventStore, store).pipe(
    Context.add(AsideStreams, aside),
    Context.add(ProcessLease, makeLease(leader, writer, leaseMillis)),
  )
})

/**
 * The event store in an EventStoreDB, a single node or a cluster: this is how Flightlog outgrows one machine; and what is kept beside it.
 * Opening it reads the store's identity, so it fails with an EventStoreFailure that says why where the server cannot be used.
 */
export const eventStoreDb = (
  address: EventStoreDbAddress,
  options: EventStoreDbOptions = {},
): Layer.Layer<EventStore | AsideStreams, EventStoreFailure> => Layer.effectContext(make(address, options))
