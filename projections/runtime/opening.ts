import { Effect, type Result } from "effect"
import { type DomainFact, decodeFact, type UnreadableEvent } from "#domain/catalogue"
import { type OpenedValues, open, streamId } from "#domain/kernel"
import { Keys, type RecordedEvent } from "#workflows/ports"
import type { EventPlace } from "./projection.ts"

/** How many keys are asked for side by side: each may take a way over the network. */
const SIDE_BY_SIDE = 64

/** A recorded event made ready for projections; it is decoded when the first of them asks. */
export interface OpenedEvent {
  readonly type: string
  readonly place: EventPlace
  readonly personal: ReadonlyArray<OpenedValues>
  fact(): Result.Result<DomainFact, UnreadableEvent>
}

const placeOf = ({ metadata, position, revision, stream }: RecordedEvent): EventPlace => ({
  stream,
  id: streamId(stream),
  revision,
  position,
  recordedAt: metadata.recordedAt,
  tenantId: metadata.tenant ?? "",
  metadata,
})

const opened = (event: RecordedEvent, keys: ReadonlyMap<string, Uint8Array | null>): OpenedEvent => {
  let fact: Result.Result<DomainFact, UnreadableEvent> | undefined
  const { metadata, payload, type } = event
  return {
    type,
    place: placeOf(event),
    personal: (payload.personal ?? []).map((sealed) => open(sealed, keys.get(sealed.subject) ?? null)),
    fact() {
      fact ??= decodeFact(type, metadata.version, payload.data)
      return fact
    },
  }
}

/**
 * Makes a batch of events ready: each person's key is asked for once, and only for types that somebody handles.
 *
 * @param handled the types of events whose personal values somebody may read
 */
export const openEvents = Effect.fnUntraced(function* (
  events: ReadonlyArray<RecordedEvent>,
  handled: ReadonlySet<string>,
) {
  const { keyOf } = yield* Keys
  const subjects = new Set(
    events.flatMap(({ payload, type }) =>
      handled.has(type) ? (payload.personal ?? []).map(({ subject }) => subject) : [],
    ),
  )
  const keys = yield* Effect.forEach(
    subjects,
    (subject) => Effect.map(keyOf(subject), (key) => [subject, key] as const),
    { concurrency: SIDE_BY_SIDE },
  )
  const known = new Map(keys)
  return events.map((event) => opened(event, known))
})
