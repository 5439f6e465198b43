import { Effect, Result, Schema, Stream } from "effect"
import { categoryOf } from "#adapters/eventstore/rules"
import { decodeFact } from "#domain/catalogue"
import { Metadata, onOneLine, Payload, streamId } from "#domain/kernel"
import { Devices } from "#workflows/commands"
import { EventStore, type RecordedEvent, START } from "#workflows/ports"
import { CheckFinding, type Findings, makeFindings } from "./finding.ts"
import { makePlaceCheck } from "./place-check.ts"

/** What a check of a log came to. */
export const LogCheck = Schema.Struct({
  events: Schema.Int,
  streams: Schema.Int,
  /** Device histories that were folded from their first event. */
  devices: Schema.Int,
  /** The position of the last event that was checked. */
  position: Schema.String,
  findings: Schema.Array(CheckFinding),
  /** Findings beyond those that are listed. */
  further: Schema.Int,
})
export type LogCheck = typeof LogCheck.Type

const COMPARE = "Do not write to this store any more; compare it with a backup."

const placeOf = ({ position, revision, stream, type }: RecordedEvent): string =>
  `position ${position} ("${type}", stream "${stream}", revision ${revision})`

const decodeEnvelope = Schema.decodeUnknownResult(Schema.Struct({ payload: Payload, metadata: Metadata }))

/** Why an event cannot be read; undefined where it can. */
const unreadable = ({ metadata, payload, type }: RecordedEvent): string | undefined => {
  const envelope = decodeEnvelope({ payload, metadata })
  if (Result.isFailure(envelope)) return `Its envelope cannot be read: ${onOneLine(envelope.failure.message)}`
  const fact = decodeFact(type, metadata.version, payload.data)
  return Result.isFailure(fact) ? fact.failure.message : undefined
}

/** Checks every event where it stands, and gives the ids of the devices that it met. */
const checkEvents = Effect.fnUntraced(function* (
  findings: Findings,
  tell: (events: number) => Effect.Effect<void>,
) {
  const store = yield* EventStore
  const places = makePlaceCheck()
  const devices: Array<string> = []
  let events = 0
  let position = START
  yield* Stream.runForEachArray(store.readAll(START), (batch) => {
    for (const event of batch) {
      events += 1
      position = event.position
      const where = placeOf(event)
      const illegible = unreadable(event)
      if (illegible !== undefined)
        findings.add({
          code: "unreadable",
          what: illegible,
          where,
          remedy: "Use the version of Flightlog that wrote it, or a newer one; else compare with a backup.",
        })
      const misplaced = places.check(event)
      if (misplaced !== undefined)
        findings.add({
          code: "out-of-place",
          what: `An event is out of place: ${misplaced}.`,
          where,
          remedy: COMPARE,
        })
      if (event.revision === 0 && categoryOf(event.stream) === "device") devices.push(streamId(event.stream))
    }
    return tell(events)
  })
  return { events, streams: places.streams(), position, devices }
})

/** Folds a device from its first event; what does not follow is named by its position. */
const checkDevice = Effect.fnUntraced(function* (deviceId: string, findings: Findings) {
  const folded = yield* Effect.result((yield* Devices).load(deviceId))
  if (Result.isSuccess(folded)) return
  const error = folded.failure
  // What cannot be read was found as such before.
  if (error._tag === "UnreadableEvent") return
  if (error._tag === "EventStoreFailure") return yield* error
  findings.add(
    error._tag === "IntegrityError"
      ? {
          code: "does-not-follow",
          what: error.message,
          where: `position ${error.position} (stream "device-${deviceId}")`,
          remedy: COMPARE,
        }
      : { code: "not-folded", what: error.message, where: `stream "device-${deviceId}"`, remedy: COMPARE },
  )
})

/**
 * Checks a whole log: positions and revisions without gaps or steps back, times that do not go back within a stream, every event
 * readable, every device's history such that each conclusion follows from the events before it.
 *
 * @param tell is told how many events were checked so far
 */
export const checkLog = Effect.fn("checkLog")(function* (
  tell: (events: number) => Effect.Effect<void> = () => Effect.void,
) {
  const findings = makeFindings()
  const { devices, ...checked } = yield* checkEvents(findings, tell)
  yield* Effect.forEach(devices, (deviceId) => checkDevice(deviceId, findings), { discard: true })
  return LogCheck.make({ ...checked, devices: devices.length, ...findings.all() })
})
