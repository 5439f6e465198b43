import { Effect, Schema } from "effect"
import { Refusal, streamName, Timestamp } from "#domain/kernel"
import { MachineRef, ProfileSettings } from "#domain/profile"
import { ownDevice } from "#workflows/commands"
import {
  AttemptView,
  attemptView,
  effectiveProfile,
  RegistrationView,
  registrationView,
} from "./device-view.ts"
import { foldDevice } from "./folded.ts"
import { type Moment, upTo } from "./moment.ts"
import { namesIn, readOpened } from "./opened.ts"
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
  status: Schema.Literals(["absent", "registered", "deregistered"]),
  registration: Schema.NullOr(RegistrationView),
  attempt: Schema.NullOr(AttemptView),
  /** The profile that held then, as it was published: the running attempt's, else the assigned one. */
  profile: Schema.NullOr(Schema.Struct({ ref: MachineRef, settings: Schema.NullOr(ProfileSettings) })),
  waiting: Waiting,
}).annotate({ identifier: "DeviceAt" })
export type DeviceAt = typeof DeviceAt.Type

const before = (moment: string, first: string) =>
  new Refusal({
    kind: "unknown",
    code: "device-not-known-yet",
    what: `Nothing was known of this device at ${moment}: its first event was recorded at ${first}.`,
    remedy: "Ask for that time or a later one.",
  })

const textOf = (moment: Moment): string =>
  moment.by === "time" ? moment.time : `position ${moment.position}`

/**
 * The state of a tenant's device at a moment, folded from its events by the statecharts that they were recorded under.
 *
 * @param moment null for the present
 * @returns fails with 807 for a device that the tenant does not have, and when nothing was known of it yet
 */
export const deviceAt = Effect.fn("deviceAt")(function* (
  deviceId: string,
  tenantId: string,
  moment: Moment | null,
) {
  yield* ownDevice(deviceId, tenantId)
  const all = yield* readOpened(streamName("device", deviceId))
  const events = upTo(all, moment)
  const last = events.at(-1)?.event
  if (last === undefined)
    return yield* before(moment === null ? "" : textOf(moment), all[0]?.event.metadata.recordedAt ?? "")
  const folded = yield* foldDevice(events)
  const { device } = folded.process
  const names = namesIn(events)
  const ref = effectiveProfile(device)
  return {
    deviceId,
    asOf: {
      position: last.position,
      revision: last.revision,
      recordedAt: last.metadata.recordedAt,
      type: last.type,
    },
    status: device.status,
    registration: device.registration === null ? null : registrationView(device.registration, names),
    attempt: device.attempt === null ? null : attemptView(device.attempt, names),
    profile: ref === null ? null : { ref, settings: folded.machines(ref).settings },
    waiting: waitingOf(folded),
  } satisfies DeviceAt
})
