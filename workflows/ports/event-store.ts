import { Context, type Effect, Schema, type Stream } from "effect"
import type { Metadata, Payload } from "#domain/kernel"

/**
 * Where an event stands among all events of a store: opaque text whose order is the order of the log
 * (`a7` < `b10` < `c123`). Never a count: EventStoreDB's positions are offsets.
 */
export type Position = string

/** The position before the first event. */
export const START: Position = ""

/** What a stream must look like for an append to happen: not to exist, or to end at this revision (0-based). */
export type ExpectedRevision = "no-stream" | number

/** An event as handed to a store. `id` is derived from the command, so a repeat carries the same one. */
export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly payload: Payload
  readonly metadata: Metadata
}

/** An event as a store gives it back. */
export interface RecordedEvent extends ProposedEvent {
  readonly stream: string
  /** 0-based place in its stream, without gaps. */
  readonly revision: number
  readonly position: Position
}

/** What a successful append tells: the last revision and position that it wrote (the original ones for a repeat). */
export interface Appended {
  readonly revision: number
  readonly position: Position
}

/** Which streams a reader of the whole log wants: those of these categories (`device`, `profile`, ...), or all. */
export interface LogFilter {
  readonly categories?: ReadonlyArray<string>
}

/** One element of a subscription: a batch of events in log order, or the news that the end known at subscribe time is reached. */
export type SubscriptionItem =
  | { readonly _tag: "Events"; readonly events: ReadonlyArray<RecordedEvent> }
  | { readonly _tag: "CaughtUp"; readonly position: Position }

/** How a subscription is: on its way to the end known when it began, following, or cut off and trying to go on. */
export type SubscriptionState = "catching up" | "live" | "resuming"

/** An open subscription, for the people who run the service. */
export interface SubscriptionStatus {
  readonly filter: LogFilter
  readonly state: SubscriptionState
  /** Since when it is in this state, in milliseconds since 1970. */
  readonly since: number
  /** What cut it off last; null while nothing has. */
  readonly lastError: string | null
}

/** The stream is not where the writer thought. */
export class WrongExpectedRevision extends Schema.TaggedError<WrongExpectedRevision>()(
  "WrongExpectedRevision",
  {
    stream: Schema.String,
    expected: Schema.Union([Schema.Literal("no-stream"), Schema.Int]),
    actual: Schema.Union([Schema.Literal("no-stream"), Schema.Int]),
  },
) {
  override get message() {
    return `Stream "${this.stream}" was expected at ${this.expected} but is at ${this.actual}.`
  }
}

/** An append that no store would take: too large, without events, or with a bad name. */
export class AppendRefused extends Schema.TaggedError<AppendRefused>()("AppendRefused", {
  stream: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `The append to "${this.stream}" was refused: ${this.reason}`
  }
}

/**
 * The store did not do what was asked. `outcome` tells whether an append may have happened all the same:
 * `unknown` means that it is to be repeated with the same ids and the same expected revision.
 */
export class EventStoreFailure extends Schema.TaggedError<EventStoreFailure>()("EventStoreFailure", {
  operation: Schema.String,
  reason: Schema.String,
  remedy: Schema.String,
  outcome: Schema.Literals(["not-done", "unknown"]),
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  override get message() {
    return `The event store could not ${this.operation}: ${this.reason} ${this.remedy}`
  }
}

/**
 * The most bytes one append may hold, as in EventStoreDB: for all its events together the payload and metadata as JSON in UTF-8,
 * and two for each character of a type.
 */
export const MAX_APPEND_BYTES = 1_048_576

/** The most UTF-16 units that the name of a stream or of an event type may have. */
export const MAX_NAME_LENGTH = 255

/**
 * The log of events. Every adapter passes the same contract suite, `test/contract/event-store.ts`.
 *
 * Repeating an append with the same ids and the same expected revision answers as the first time and stores nothing, at any
 * later time and also for the first few of its events. With a revision that the stream has left behind it is a conflict, and so
 * are old ids followed by a new one. Where the stream stands exactly at the expected revision, a store does not look at ids:
 * old ones are stored again, so a repeat never takes a refreshed revision. This is EventStoreDB's meaning, kept by every adapter.
 *
 * Names of streams and types: not empty, at most MAX_NAME_LENGTH long, no control characters, and none that begins with "$"
 * (EventStoreDB's own). Ids are UUIDs in lower case.
 */
export class EventStore extends Context.Service<
  EventStore,
  {
    append(
      stream: string,
      expected: ExpectedRevision,
      events: ReadonlyArray<ProposedEvent>,
    ): Effect.Effect<Appended, WrongExpectedRevision | AppendRefused | EventStoreFailure>
    /** Events of one stream from a revision on (default: the beginning), at most `limit`; none if there is no such stream. */
    read(
      stream: string,
      options?: { readonly from?: number; readonly limit?: number },
    ): Effect.Effect<ReadonlyArray<RecordedEvent>, EventStoreFailure>
    /** The last event of a stream, if there is one. */
    readLast(stream: string): Effect.Effect<RecordedEvent | undefined, EventStoreFailure>
    /** Those of some streams that there are: asked once for many, where reading each would be asking as often. */
    existing(streams: ReadonlyArray<string>): Effect.Effect<ReadonlySet<string>, EventStoreFailure>
    /** All events after a position in log order, to the end known when reading began; lazily, with back-pressure. */
    readAll(after: Position, filter?: LogFilter): Stream.Stream<RecordedEvent, EventStoreFailure>
    /** All events after a position, then those that follow as they are appended; resumes by itself, never ends. */
    subscribe(after: Position, filter?: LogFilter): Stream.Stream<SubscriptionItem, EventStoreFailure>
    /** The position of the last event, START in an empty log. */
    readonly head: Effect.Effect<Position, EventStoreFailure>
    /** How many events come after a position; null where the store cannot tell without reading them. */
    countAfter(position: Position): Effect.Effect<number | null, EventStoreFailure>
    /** Tells this store from every other one, also from one that was deleted and made anew at the same address. */
    readonly identity: Effect.Effect<string, EventStoreFailure>
    /** How the subscriptions are that this process has open. */
    readonly subscriptions: Effect.Effect<ReadonlyArray<SubscriptionStatus>>
  }
>()("flightlog/workflows/ports/EventStore") {}
