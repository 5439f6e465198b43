import { Effect, Stream } from "effect"
import { deriveId } from "#domain/kernel"
import { allProjections } from "#projections/all"
import { ReadModels, shape } from "#projections/runtime"
import type { EventStore, ProposedEvent } from "#workflows/ports"
import type { Faulty } from "./simulate.ts"

type Store = EventStore["Service"]

/** A defect that somebody could write, as a part to be put in the place of a sound one. */
export interface Mutation {
  readonly says: string
  /** Makes it anew for each simulation. */
  readonly make: () => Faulty
}

const withStore = (store: (sound: Store) => Partial<Store>): Faulty => ({
  parts: { store: (sound) => ({ ...sound, ...store(sound) }) },
})

/** What an append was not known to have done is done again at the revision where the stream stands now. */
const freshRevision = (): Faulty =>
  withStore((store) => ({
    append: (stream, expected, events) =>
      store
        .append(stream, expected, events)
        .pipe(
          Effect.catchTag("EventStoreFailure", (failure) =>
            failure.outcome === "unknown"
              ? Effect.flatMap(store.readLast(stream), (last) =>
                  store.append(stream, last?.revision ?? "no-stream", events),
                )
              : Effect.fail(failure),
          ),
        ),
  }))

/** Writes first, and the checkpoint in a transaction of its own. */
const checkpointApart = (): Faulty => ({
  parts: {
    file: (file) => ({
      ...file,
      commit: (advances) =>
        Effect.gen(function* () {
          yield* file.commit(
            advances.map((advance) => ({ ...advance, to: advance.standing.position, poison: null })),
          )
          yield* Effect.sleep("400 millis")
          return yield* file.commit(advances.map((advance) => ({ ...advance, steps: [] })))
        }),
    }),
  },
})

// biome-ignore lint/suspicious/noExplicitAny: reads what is on its way into the log
const dataOf = (event: ProposedEvent): any => event.payload.data

/** Ends a claim as it stands, because of an event that is about to be appended. */
const releaseFor = (store: Store, claim: string, cause: ProposedEvent) =>
  Effect.gen(function* () {
    const last = yield* store.readLast(claim)
    if (last?.type !== "HardwareClaimed") return
    const { deviceId, life } = dataOf(last)
    const data = { deviceId, life, reason: "the device is about to leave" }
    const { wakeAt: _wakeAt, ...metadata } = cause.metadata
    const id = deriveId("early release", claim, `${last.revision}`)
    const released = { id, type: "HardwareReleased", payload: { data, salt: "" }, metadata }
    yield* store.append(claim, last.revision, [released])
  }).pipe(Effect.ignore)

/** The identities of a machine are free as soon as somebody wants it to leave, before its registration is over. */
const earlyRelease = (): Faulty => {
  const claims = new Map<string, ReadonlyArray<string>>()
  return withStore((store) => ({
    append: (stream, expected, events) => {
      const [first] = events
      if (first?.type === "DeviceRegistered") claims.set(stream, dataOf(first).claims)
      const released =
        first?.type === "DeregistrationStarted"
          ? Effect.forEach(claims.get(stream) ?? [], (claim) => releaseFor(store, claim, first))
          : Effect.void
      return Effect.andThen(released, store.append(stream, expected, events))
    },
  }))
}

/** Events carry the time that the device tells. */
const deviceTime = (): Faulty =>
  withStore((store) => ({
    append: (stream, expected, events) =>
      store.append(
        stream,
        expected,
        events.map((event) => ({
          ...event,
          metadata: { ...event.metadata, recordedAt: event.metadata.occurredAt ?? event.metadata.recordedAt },
        })),
      ),
  }))

/** Every event is applied twice. */
const applyTwice = (): Faulty => ({
  parts: {
    projections: allProjections.map((projection) => ({
      ...projection,
      apply: (event) => [...projection.apply(event), ...projection.apply(event)],
    })),
  },
})

const anyRow = shape({ id: "text", tenantId: "text" })

/** A list that was written without its WHERE. */
const forgottenTenant = (): Faulty => ({
  lists: [
    {
      name: "autopilot devices",
      read: () =>
        Effect.flatMap(ReadModels, ({ all }) => all(anyRow, "SELECT id, tenantId FROM autopilot_devices")),
    },
  ],
})

/** After every third batch, a subscription goes on one event too far. */
const lostEvent = (): Faulty => {
  let batches = 0
  return withStore((store) => ({
    subscribe: (after, filter) =>
      store.subscribe(after, filter).pipe(
        Stream.map((item) => {
          if (item._tag !== "Events" || item.events.length < 2) return item
          batches += 1
          return batches % 3 === 0 ? { ...item, events: item.events.slice(1) } : item
        }),
      ),
  }))
}

/** Processes go by a clock of their own, which is half a minute ahead. */
const wallClock = (): Faulty => ({ parts: { processClockAhead: 30_000 } })

/** The defects that the simulation is shown to find. */
export const MUTATIONS: ReadonlyArray<Mutation> = [
  { says: "an unknown append is repeated with a fresh expected revision", make: freshRevision },
  { says: "the checkpoint is written outside the transaction of what it stands for", make: checkpointApart },
  { says: "the claims of a machine are released before its registration is over", make: earlyRelease },
  { says: "deadlines are fired by a wall clock that is ahead", make: wallClock },
  { says: "events are stamped with the device's own time", make: deviceTime },
  { says: "a projection applies an event twice", make: applyTwice },
  { says: "a list forgets the tenant", make: forgottenTenant },
  { says: "a subscription that was cut off goes on one event too far", make: lostEvent },
]
