import { Result } from "effect"
import { type HardwareSummary, normalise } from "#domain/hardware"
import {
  addMillis,
  type Decider,
  deriveId,
  type PersonalValues,
  type Refusal,
  type Timestamp,
} from "#domain/kernel"
import { isSameVersion, type MachineRef } from "#domain/profile"
import type { EnrolmentFact, EnrolmentFactOf } from "./events.ts"
import { hashNotRequested, hashOfAnother, hashRequestExpired, notEnrolled } from "./refusals.ts"
import { type Enrolled, type EnrolmentState, evolveEnrolment, initialEnrolment } from "./state.ts"

/** How long a device may take to report its hash. Source: Microsoft Learn "Automatic registration": allow 48 hours. */
const HASH_TIME_LIMIT = 48 * 60 * 60 * 1000

/** What a device says of itself when it enrols. */
export type EnrollingDevice = Omit<Enrolled, "number" | "managedDeviceId" | "registeredAs">

/** What may be asked of an enrolment. `at` is the moment of the decision. */
export type EnrolmentCommand =
  | {
      readonly type: "Enrol"
      readonly enrolmentId: string
      readonly device: EnrollingDevice
      readonly personal: PersonalValues
    }
  | {
      readonly type: "Weigh"
      readonly at: Timestamp
      /** The profile that converts this device; null if none does. */
      readonly profile: MachineRef | null
      /** The tenant has registered this machine already. */
      readonly isRegistered: boolean
    }
  | { readonly type: "ReportHash"; readonly at: Timestamp; readonly hardware: HardwareSummary }
  | { readonly type: "Expire"; readonly at: Timestamp }
  | { readonly type: "Conclude"; readonly deviceId: string }
  | { readonly type: "Refuse"; readonly refused: EnrolmentFactOf<"ConversionRefused">["data"] }
  | ({ readonly type: "End" } & EnrolmentFactOf<"OrdinaryEnrolmentEnded">["data"])

type Decision = Result.Result<ReadonlyArray<EnrolmentFact>, Refusal>
type CommandOf<Type extends EnrolmentCommand["type"]> = Extract<EnrolmentCommand, { readonly type: Type }>

const none: Decision = Result.succeed([])
const facts = (...all: ReadonlyArray<EnrolmentFact>): Decision => Result.succeed(all)

const SAID = [
  "deviceName",
  "ownership",
  "manufacturer",
  "model",
  "serialNumber",
  "osVersion",
  "userId",
] as const satisfies ReadonlyArray<keyof EnrollingDevice>

const enrol = (
  { convertedTo, enrolled, enrolments }: EnrolmentState,
  { device, enrolmentId, personal }: CommandOf<"Enrol">,
): Decision => {
  if (enrolled !== null && SAID.every((name) => enrolled[name] === device[name])) return none
  const number = enrolments + 1
  const managedDeviceId = deriveId("managed-device", enrolmentId, `${number}`)
  const data = { ...device, number, managedDeviceId, registeredAs: convertedTo }
  return facts({ type: "DeviceEnrolledOrdinarily", data, personal: [personal] })
}

/** What ends a request that is open: its time, or the end of what it was made for. */
const withdrawn = (reason: string): EnrolmentFact => ({ type: "HashRequestWithdrawn", data: { reason } })

const skip = (
  { request, skipped }: EnrolmentState,
  profile: MachineRef,
  reason: EnrolmentFactOf<"ConversionSkipped">["data"]["reason"],
): Decision => {
  const open = request === null ? [] : [withdrawn(`the device is ${reason}`)]
  return skipped === reason && request === null
    ? none
    : facts(...open, { type: "ConversionSkipped", data: { profile, reason } })
}

const weigh = (state: EnrolmentState, { at, isRegistered, profile }: CommandOf<"Weigh">): Decision => {
  const { convertedTo, enrolled, reported, request } = state
  if (enrolled === null || convertedTo !== null || reported !== null) return none
  if (profile === null)
    return request === null ? none : facts(withdrawn("no profile that converts is for the device any more"))
  if (enrolled.ownership === "personal") return skip(state, profile, "personal")
  if (isRegistered) return skip(state, profile, "registered")
  if (request !== null && at < request.until) return none
  const late: ReadonlyArray<EnrolmentFact> =
    request === null ? [] : [{ type: "HashRequestExpired", data: { until: request.until } }]
  // One version of a profile asks once; whoever wants the silent asked again publishes another.
  if (isSameVersion(request?.profile ?? state.triedUnder, profile)) return facts(...late)
  return facts(...late, { type: "HashRequested", data: { profile, until: addMillis(at, HASH_TIME_LIMIT) } })
}

const nameOf = ({
  manufacturer,
  model,
  serialNumber,
}: Pick<Enrolled, "manufacturer" | "model" | "serialNumber">): string =>
  [manufacturer, model, serialNumber].map(normalise).join(" ")

const reportHash = (state: EnrolmentState, { at, hardware }: CommandOf<"ReportHash">): Decision => {
  const { enrolled, reported, request } = state
  if (enrolled === null) return Result.fail(notEnrolled())
  if (reported?.hardware.fingerprint === hardware.fingerprint) return none
  if (request === null) return Result.fail(hashNotRequested())
  if (request.until <= at) return Result.fail(hashRequestExpired(request.until))
  const [asked, told] = [nameOf(enrolled), nameOf(hardware)]
  if (asked !== told) return Result.fail(hashOfAnother(asked, told))
  return facts({ type: "HashReported", data: { hardware, profile: request.profile } })
}

/**
 * The rules of a device that enrolled without being registered, and of its conversion: a profile that converts asks it
 * for its hash, the device reports it within 48 hours, and the hash is registered. Personal devices are skipped;
 * switching the conversion off takes back what was asked and deregisters nothing.
 *
 * Source: Microsoft Learn "Windows Autopilot automatic registration" ("Convert all targeted devices to Autopilot").
 */
export const enrolmentDecider: Decider<EnrolmentState, EnrolmentCommand, EnrolmentFact> = {
  initial: initialEnrolment,
  evolve: evolveEnrolment,
  decide: (state, command) => {
    switch (command.type) {
      case "Enrol":
        return enrol(state, command)
      case "Weigh":
        return weigh(state, command)
      case "ReportHash":
        return reportHash(state, command)
      case "Expire":
        return state.request !== null && state.request.until <= command.at
          ? facts({ type: "HashRequestExpired", data: { until: state.request.until } })
          : none
      case "Conclude":
        return state.reported === null
          ? none
          : facts({
              type: "DeviceConverted",
              data: { deviceId: command.deviceId, profile: state.reported.profile },
            })
      case "Refuse":
        return state.reported === null ? none : facts({ type: "ConversionRefused", data: command.refused })
      case "End":
        return state.enrolled === null
          ? none
          : facts({ type: "OrdinaryEnrolmentEnded", data: { act: command.act, reason: command.reason } })
    }
  },
}
