import { Effect, Schema } from "effect"
import { HardwareSummary } from "#domain/hardware"
import { Refusal, Timestamp } from "#domain/kernel"
import { MachineRef, ProfileSettings } from "#domain/profile"
import type { RecordedEvent } from "#workflows/ports"
import {
  AttemptView,
  attemptView,
  effectiveProfile,
  RegistrationView,
  registrationView,
} from "./device-view.ts"
import { foldDevice } from "./folded.ts"
import { type Moment, upTo } from "./moment.ts"
import { namesIn, type OpenedFact, readOwn } from "./opened.ts"
import { Waiting, waitingOf } from "./waiting.ts"

/** What was known of a device at one moment: the fold of its events up to then, and nothing that came later. */
export const DeviceAt = Schema.Struct({
  deviceId: Schema.String,
  /** The last event that counts. */
  asOf: Schema.Struct({
    position: Schema.String,
    revision: Schema.Int,
    recordedAt: Timestamp,
    type: Schema.String,
  }),
  status: Schema.Literals(["absent", "unregistered", "registered", "deregistered"]),
  registration: Schema.NullOr(RegistrationView),
  /** A device that was never registered, and is deployed by a file on its disk. */
  unregistered: Schema.NullOr(
    Schema.Struct({
      /** What its file says that its profile is. */
      correlationId: Schema.String,
      hardware: HardwareSummary,
      managedDeviceId: Schema.NullOr(Schema.String),
    }),
  ),
  attempt: Schema.NullOr(AttemptView),
  /** The profile that held then, as it was published: the running attempt's, else the assigned one. */
  profile: Schema.NullOr(Schema.Struct({ ref: MachineRef, settings: Schema.NullOr(ProfileSettings) })),
  waiting: Waiting,
}).annotate({ identifier: "DeviceAt" })
export type DeviceAt = typeof DeviceAt.Type

const nothingYet = (moment: Moment | null, [first]: ReadonlyArray<OpenedFact>) => {
  const at = moment?.by === "time" ? moment.time : `position ${moment?.position ?? ""}`
  const begun = first?.event.metadata.recordedAt ?? ""
  return new Refusal({
    kind: "unknown",
    code: "device-not-known-yet",
    what: `Nothing was known of this device at ${at}: its first event was recorded at ${begun}.`,
    remedy: "Ask for that time or a later one.",
  })
}

const asOf = ({ metadata, position, revision, type }: RecordedEvent) => ({
  position,
  revision,
  recordedAt: metadata.recordedAt,
  type,
})

const viewOf = Effect.fnUntraced(function* (
  deviceId: string,
  events: ReadonlyArray<OpenedFact>,
  last: RecordedEvent,
) {
  const folded = yield* foldDevice(events)
  const { device } = folded.process
  const names = namesIn(events)
  const ref = effectiveProfile(device)
  return {
    deviceId,
    asOf: asOf(last),
    status: device.status,
    registration: device.registration === null ? null : registrationView(device.registration, names),
    unregistered: device.unregistered,
    attempt: device.attempt === null ? null : attemptView(device.attempt, names),
    profile: ref === null ? null : { ref, settings: folded.machines(ref).settings },
    waiting: waitingOf(folded),
  } satisfies DeviceAt
})

/**
 * The state of a tenant's device at a moment, folded from its events by the statecharts that they were recorded under.
 *
 * Fails with 807 for a device that the tenant does not have, and when nothing was known of it yet.
 *
 * @param moment null for the present
 * @returns the state, and the events that it was folded from
 */
export const deviceAt = Effect.fn("deviceAt")(function* (
  deviceId: string,
  tenantId: string,
  moment: Moment | null,
) {
  const all = yield* readOwn(deviceId, tenantId)
  const opened = upTo(all, moment)
  const last = opened.at(-1)?.event
  if (last === undefined) return yield* nothingYet(moment, all)
  return { state: yield* viewOf(deviceId, opened, last), events: opened.map(({ event }) => event) }
})
