import { Effect, Schema } from "effect"
import { currentVersion, encodeFact } from "#domain/catalogue"
import { Actor, Timestamp } from "#domain/kernel"
import { type OpenedFact, readOpened, readOwn } from "./opened.ts"

const ProfileVersion = Schema.Struct({ name: Schema.String, version: Schema.Int })
type ProfileVersion = typeof ProfileVersion.Type

/** One event of a history: what happened, who caused it and why, when, and under which version of which profile. */
export const HistoryEntry = Schema.Struct({
  /** Where it stands in the whole log. */
  position: Schema.String,
  /** Where it stands in its stream, from 0. */
  revision: Schema.Int,
  id: Schema.String,
  type: Schema.String,
  /** When it was recorded: what every decision goes by. */
  recordedAt: Timestamp,
  /** When it happened according to the device, whose clock may be wrong. */
  occurredAt: Schema.NullOr(Timestamp),
  /** `name` is null where nobody has one, and for a person who was erased. */
  actor: Schema.Struct({ ...Actor.fields, name: Schema.NullOr(Schema.String) }),
  /** The profile that it came from or belongs to, as it was frozen then. */
  profile: Schema.NullOr(ProfileVersion),
  data: Schema.JsonObject,
  /** What of it is personal; `values` is null for a person who was erased. */
  personal: Schema.Array(
    Schema.Struct({
      subject: Schema.String,
      values: Schema.NullOr(Schema.Record(Schema.String, Schema.String)),
    }),
  ),
  /** Concluded by the statechart from the event before it, not reported by anybody. */
  emitted: Schema.Boolean,
  commandId: Schema.String,
  correlationId: Schema.String,
  /** The event or command that caused it. */
  causationId: Schema.String,
}).annotate({ identifier: "HistoryEntry" })
export type HistoryEntry = typeof HistoryEntry.Type

/** The name of whoever caused an event; null where nobody has one, and for a person who was erased. */
export const nameOf = ({ event, personal }: OpenedFact): string | null =>
  personal.find(({ subject, values }) => subject === event.metadata.actor.id && values?.actorName)?.values
    ?.actorName ?? null

/** The data as the log has them, those of an older version as the newest has them. */
const dataOf = ({ event, fact }: OpenedFact): HistoryEntry["data"] =>
  event.metadata.version === currentVersion(fact.type) ? event.payload.data : encodeFact(fact)

const entryOf = (opened: OpenedFact, profile: ProfileVersion | null): HistoryEntry => {
  const { event, personal } = opened
  const { metadata } = event
  return {
    position: event.position,
    revision: event.revision,
    id: event.id,
    type: event.type,
    recordedAt: metadata.recordedAt,
    occurredAt: metadata.occurredAt ?? null,
    actor: { ...metadata.actor, name: nameOf(opened) },
    profile,
    data: dataOf(opened),
    personal,
    emitted: metadata.emitted === true,
    commandId: metadata.commandId,
    correlationId: metadata.$correlationId,
    causationId: metadata.$causationId,
  }
}

/** The profile that an event names, or that of the attempt it belongs to. */
const profileOf = ({ fact }: OpenedFact, attempts: Map<number, ProfileVersion>): ProfileVersion | null => {
  const { data } = fact
  if ("profile" in data) {
    const { name, version } = data.profile
    if ("attempt" in data) attempts.set(data.attempt, { name, version })
    return { name, version }
  }
  const attempt = "attempt" in data ? data.attempt : null
  return attempt === null ? null : (attempts.get(attempt) ?? null)
}

const entriesOf = (events: ReadonlyArray<OpenedFact>): ReadonlyArray<HistoryEntry> => {
  const attempts = new Map<number, ProfileVersion>()
  return events.map((opened) => entryOf(opened, profileOf(opened, attempts)))
}

/** Every event of a stream in order, with what is personal in it opened. */
export const streamHistory = Effect.fn("streamHistory")(function* (stream: string) {
  return entriesOf(yield* readOpened(stream))
})

/** Every event of a tenant's device in order, through all its lives; 807 for a device that the tenant does not have. */
export const deviceHistory = Effect.fn("deviceHistory")(function* (deviceId: string, tenantId: string) {
  return entriesOf(yield* readOwn(deviceId, tenantId))
})
