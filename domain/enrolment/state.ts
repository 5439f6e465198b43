import type { HardwareSummary } from "#domain/hardware"
import type { Timestamp, WakeAt } from "#domain/kernel"
import type { MachineRef } from "#domain/profile"
import type { EnrolmentFact, EnrolmentFactOf } from "./events.ts"

/** What is known of a device that enrolled without being registered. */
export type Enrolled = EnrolmentFactOf<"DeviceEnrolledOrdinarily">["data"]

/** The state of one enrolment stream. */
export interface EnrolmentState {
  /** How often the device enrolled. */
  readonly enrolments: number
  /** Null before the first enrolment and after the record was removed. */
  readonly enrolled: Enrolled | null
  /** The hash that the device was asked for, and did not report yet. */
  readonly request: { readonly profile: MachineRef; readonly until: Timestamp } | null
  /** The hash that it reported, and that is not registered yet. */
  readonly reported: { readonly hardware: HardwareSummary; readonly profile: MachineRef } | null
  /** Why it was not asked the last time. */
  readonly skipped: EnrolmentFactOf<"ConversionSkipped">["data"]["reason"] | null
  /** The profile version under which it did not answer in time, or its hash was refused: that one does not ask again. */
  readonly triedUnder: MachineRef | null
  /** The registration that it became. */
  readonly convertedTo: string | null
}

/** A device that never enrolled. */
export const initialEnrolment: EnrolmentState = {
  enrolments: 0,
  enrolled: null,
  request: null,
  reported: null,
  skipped: null,
  triedUnder: null,
  convertedTo: null,
}

/** Applies one event to the state of its enrolment. */
export const evolveEnrolment = (state: EnrolmentState, { data, type }: EnrolmentFact): EnrolmentState => {
  switch (type) {
    case "DeviceEnrolledOrdinarily":
      return { ...state, enrolments: data.number, enrolled: data, skipped: null, triedUnder: null }
    case "HashRequested":
      return { ...state, request: data, skipped: null }
    case "ConversionSkipped":
      return { ...state, skipped: data.reason }
    case "HashRequestWithdrawn":
      return { ...state, request: null }
    case "HashRequestExpired":
      return { ...state, request: null, triedUnder: state.request?.profile ?? null }
    case "HashReported":
      return { ...state, request: null, reported: data }
    case "DeviceConverted":
      return { ...state, reported: null, convertedTo: data.deviceId }
    case "ConversionRefused":
      return { ...state, reported: null, triedUnder: state.reported?.profile ?? null }
    case "OrdinaryEnrolmentEnded":
      return { ...state, enrolled: null, request: null, reported: null }
  }
}

/** Until when a device may report the hash that it was asked for. */
export const enrolmentDeadline = ({ request }: EnrolmentState): WakeAt | null =>
  request === null ? null : { state: "hash-requested", dueAt: request.until }
