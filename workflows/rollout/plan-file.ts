import { Schema } from "effect"
import { SettingChange } from "./settings-diff.ts"
import { StatechartChange } from "./statechart-diff.ts"

const Version = Schema.NullOr(Schema.Struct({ name: Schema.String, version: Schema.Int }))

/** What is to become of one profile. */
export const ProfileChange = Schema.Struct({
  kind: Schema.Literals(["new", "changed", "retired", "unchanged"]),
  name: Schema.String,
  /** The file that says so; null for what is retired because no file names it. */
  file: Schema.NullOr(Schema.String),
  /** The newest version that is published, 0 before the first. */
  from: Schema.Int,
  /** The source to be published; null where nothing is published. */
  source: Schema.NullOr(Schema.String),
  settings: Schema.Array(SettingChange),
  statechart: Schema.Array(StatechartChange),
})
export type ProfileChange = typeof ProfileChange.Type

/** A device that is to have another profile. */
export const DeviceChange = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  from: Version,
  /** Null for a device that no profile applies to any more: it would be stranded at its next start (815). */
  to: Version,
  why: Schema.String,
})
export type DeviceChange = typeof DeviceChange.Type

/** A deployment that goes on with the version it began with. */
const StayingAttempt = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  attempt: Schema.Int,
  profile: Schema.Struct({ name: Schema.String, version: Schema.Int }),
})

/** A published profile that builds on one that changes: it changes only when it is published again itself. */
const DerivedProfile = Schema.Struct({ name: Schema.String, base: Schema.String })

/**
 * What publishing some files would do, and to whom; what `profile plan --out` writes and `profile apply` carries out.
 */
export const Plan = Schema.Struct({
  /** Version of this format. */
  format: Schema.Literal(1),
  tenantId: Schema.String,
  profiles: Schema.Array(ProfileChange),
  devices: Schema.Array(DeviceChange),
  staying: Schema.Array(StayingAttempt),
  derived: Schema.Array(DerivedProfile),
})
export type Plan = typeof Plan.Type

/** Whether a plan would change anything. */
export const hasChanges = ({ profiles }: Plan): boolean => profiles.some(({ kind }) => kind !== "unchanged")
