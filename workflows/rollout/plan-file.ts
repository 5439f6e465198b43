import { Effect, Schema } from "effect"
import { Finding } from "#workflows/language"
import { SettingChange } from "./settings-diff.ts"
import { StatechartChange } from "./statechart-diff.ts"

const VersionRef = Schema.Struct({ name: Schema.String, version: Schema.Int })
const Version = Schema.NullOr(VersionRef)

/** What plans that were made before it existed do not say. */
const since = <S extends Schema.Top>(schema: S, value: S["Encoded"]) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

/** What is to become of one profile, or of one Enrollment Status Page. */
export const ProfileChange = Schema.Struct({
  kind: Schema.Literals(["new", "changed", "retired", "unchanged"]),
  document: since(Schema.Literals(["DeploymentProfile", "EnrollmentStatusPage"]), "DeploymentProfile"),
  name: Schema.String,
  /** The file that says so; null for what is retired because no file names it. */
  file: Schema.NullOr(Schema.String),
  /** The newest version that there is, 0 before the first. */
  from: Schema.Int,
  /** The version that is to be published; null where nothing is published. */
  to: Schema.NullOr(Schema.Int),
  /** SHA-256 of the statechart that is to be published; of a page its source. */
  digest: Schema.NullOr(Schema.String),
  /** SHA-256 of all that is to be published: the source, and the settings and the statechart that it comes to. */
  contents: Schema.NullOr(Schema.String),
  /** The source to be published; null where nothing is published. */
  source: Schema.NullOr(Schema.String),
  settings: Schema.Array(SettingChange),
  statechart: Schema.Array(StatechartChange),
}).annotate({ identifier: "ProfileChange" })
export type ProfileChange = typeof ProfileChange.Type

/** A device that is to have another profile (or page), or another version of it. */
export const DeviceChange = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  from: Version,
  /** Null for a device that no profile applies to any more (815). */
  to: Version,
  /** The rule by which it gets it. */
  why: Schema.String,
})
export type DeviceChange = typeof DeviceChange.Type

/** A deployment that goes on with the version it began with. */
const StayingAttempt = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  attempt: Schema.Int,
  profile: VersionRef,
})

/** A published profile that builds on one that is newer now: it changes only when it is published again itself. */
export const DerivedProfile = Schema.Struct({
  name: Schema.String,
  version: Schema.Int,
  /** The base that is no longer what the profile was published with. */
  base: Schema.String,
  /** How many mistakes it would have over the newer base; then it cannot be published again as it is. */
  errors: Schema.Int,
  settings: Schema.Array(SettingChange),
  statechart: Schema.Array(StatechartChange),
})
export type DerivedProfile = typeof DerivedProfile.Type

/** A device that waits for its setup, and would not come through it with what it is to have. */
export const StrandedDevice = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  profile: Version,
  /** What it would be told: 815, or the code that Windows shows. */
  code: Schema.String,
  why: Schema.String,
})
export type StrandedDevice = typeof StrandedDevice.Type

/** A rule of a profile that never wins, because an older profile has it too. */
export const Overlap = Schema.Struct({
  name: Schema.String,
  rule: Schema.String,
  olderProfile: Schema.String,
})
export type Overlap = typeof Overlap.Type

const Counts = Schema.Struct({
  new: Schema.Int,
  changed: Schema.Int,
  retired: Schema.Int,
  unchanged: Schema.Int,
  /** Devices that change profile or version. */
  devices: Schema.Int,
  /** Devices that change Enrollment Status Page or its version. */
  pages: since(Schema.Int, 0),
  stranded: Schema.Int,
  /** Deployments that go on with the version they began with. */
  staying: Schema.Int,
  derived: Schema.Int,
})

/**
 * What publishing some files would do, and to whom; what `profile plan --out` writes and `profile apply` carries out.
 */
export const Plan = Schema.Struct({
  /** Version of this format. */
  format: Schema.Literal(1),
  tenantId: Schema.String,
  /** Position of the log that it was made at. */
  madeAt: Schema.String,
  counts: Counts,
  profiles: Schema.Array(ProfileChange),
  devices: Schema.Array(DeviceChange),
  /**
   * Devices that would see another Enrollment Status Page when they next enrol; null for the section of their profile. Pages of
   * people count by the user who is assigned.
   */
  pages: since(Schema.Array(DeviceChange), []),
  stranded: Schema.Array(StrandedDevice),
  staying: Schema.Array(StayingAttempt),
  derived: Schema.Array(DerivedProfile),
  overlaps: Schema.Array(Overlap),
  /** What is suspicious in the files but no mistake. */
  warnings: Schema.Array(Finding),
}).annotate({ identifier: "Plan" })
export type Plan = typeof Plan.Type

/** Counts what a plan says. */
export const countsOf = ({
  derived,
  devices,
  pages,
  profiles,
  staying,
  stranded,
}: Omit<Plan, "counts">): Plan["counts"] => {
  const ofKind = (kind: ProfileChange["kind"]) => profiles.filter((profile) => profile.kind === kind).length
  return {
    new: ofKind("new"),
    changed: ofKind("changed"),
    retired: ofKind("retired"),
    unchanged: ofKind("unchanged"),
    devices: devices.length,
    pages: pages.length,
    stranded: stranded.length,
    staying: staying.length,
    derived: derived.length,
  }
}

/** Whether a plan would change anything. */
export const hasChanges = ({ profiles }: Plan): boolean => profiles.some(({ kind }) => kind !== "unchanged")
