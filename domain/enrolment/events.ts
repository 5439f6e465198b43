import { Schema } from "effect"
import { HardwareSummary } from "#domain/hardware"
import { type FactOf, Timestamp } from "#domain/kernel"
import { MachineRef } from "#domain/profile"

const Text = Schema.NullOr(Schema.String)

/** Whose device it is. Personal devices are never registered by the service. */
export const Ownership = Schema.Literals(["corporate", "personal"])
export type Ownership = typeof Ownership.Type

/** Every event of an enrolment stream, by type: a device that enrolled in Intune without being registered. */
export const enrolmentEvents = {
  DeviceEnrolledOrdinarily: Schema.Struct({
    /** Counts the enrolments of this device, from 1. */
    number: Schema.Int,
    managedDeviceId: Schema.String,
    deviceName: Schema.String,
    ownership: Ownership,
    manufacturer: Schema.String,
    model: Schema.String,
    serialNumber: Schema.String,
    osVersion: Text,
    /** The person's subject id; the name is sealed. */
    userId: Schema.String,
    /** The registration that it was converted to before. */
    registeredAs: Text,
  }),
  /** A profile that converts the devices that it is for asks this one for its hash. */
  HashRequested: Schema.Struct({ profile: MachineRef, until: Timestamp }),
  ConversionSkipped: Schema.Struct({
    profile: MachineRef,
    reason: Schema.Literals(["personal", "registered"]),
  }),
  /** No profile that converts is for the device any more. */
  HashRequestWithdrawn: Schema.Struct({ reason: Schema.String }),
  HashRequestExpired: Schema.Struct({ until: Timestamp }),
  HashReported: Schema.Struct({ hardware: HardwareSummary, profile: MachineRef }),
  DeviceConverted: Schema.Struct({ deviceId: Schema.String, profile: MachineRef }),
  ConversionRefused: Schema.Struct({
    /** The code of Windows Autopilot: `806`, or null where it gives none. */
    number: Text,
    code: Schema.String,
    reason: Schema.String,
    remedy: Schema.String,
  }),
  OrdinaryEnrolmentEnded: Schema.Struct({
    act: Schema.Literals(["delete", "retire", "wipe"]),
    reason: Schema.String,
  }),
}

/** An event of an enrolment stream, before it has an envelope. */
export type EnrolmentFact = FactOf<typeof enrolmentEvents>
export type EnrolmentFactOf<Type extends EnrolmentFact["type"]> = Extract<
  EnrolmentFact,
  { readonly type: Type }
>
