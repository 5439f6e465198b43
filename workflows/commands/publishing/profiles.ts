import { Effect, Schema } from "effect"
import { deriveId, Refusal, streamName } from "#domain/kernel"
import type { MachineRef, ProfileCommand, PublishedVersion } from "#domain/profile"
import { type CompiledDocument, Finding } from "#workflows/language"
import { Keys } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { profileKind } from "../execution/stream-kinds.ts"

/** A profile that its checks do not let pass; every finding at once. */
export class ProfileRefused extends Schema.TaggedError<ProfileRefused>()("ProfileRefused", {
  file: Schema.String,
  findings: Schema.Array(Finding),
  /** What was to be done with it; without it, it was to be published. */
  act: Schema.optionalKey(Schema.Literals(["tried out", "checked", "exported"])),
}) {
  override get message() {
    const errors = this.findings.filter(({ severity }) => severity === "error").length
    return `"${this.file}" cannot be ${this.act ?? "published"}: ${errors === 1 ? "1 error" : `${errors} errors`}. Correct what the findings name.`
  }
}

/** The id of a tenant's profile: derived from its kind and name, so a name is one stream. */
export const profileIdOf = (
  tenantId: string,
  { kind, name }: Pick<PublishedVersion, "kind" | "name">,
): string => deriveId(kind, tenantId, name)

/** The stream that a name of a tenant stands for: a profile's or an Enrollment Status Page's, which share their names. */
export const namedStream = (tenantId: string, name: string): string =>
  streamName("profile", profileIdOf(tenantId, { kind: "DeploymentProfile", name }))

export const LIFECYCLE = { kind: "Lifecycle", name: "lifecycle" } as const

/** Names one published version. */
export const refOf = (
  tenantId: string,
  {
    kind,
    machineDigest,
    name,
    version,
  }: Pick<PublishedVersion, "kind" | "name" | "version" | "machineDigest">,
): MachineRef => ({ profileId: profileIdOf(tenantId, { kind, name }), name, version, digest: machineDigest })

/** The lifecycle that new registrations of a tenant run. */
export const newestLifecycle = Effect.fnUntraced(function* (tenantId: string) {
  const { state } = yield* stateOf(profileKind, streamName("profile", profileIdOf(tenantId, LIFECYCLE)))
  const newest = state.versions.at(-1)
  if (newest === undefined)
    return yield* new Refusal({
      kind: "unknown",
      code: "tenant-unknown",
      what: "There is no such tenant, or its creation was not finished.",
      remedy: "Create the tenant (again): flightlog tenant create NAME.",
    })
  return refOf(tenantId, newest)
})

type Published = Omit<PublishedVersion, "version" | "again">

/** What of a compiled document is stored. */
export const storedOf = (
  { bases, machine, machineDigest, name, sourceDigest }: CompiledDocument,
  rest: Pick<Published, "kind" | "source" | "settings">,
): Published => ({ name, ...rest, sourceDigest, bases, machine, machineDigest })

/** Stores a version of a profile; what is to be is checked already. */
export const publish = Effect.fnUntraced(function* (
  profile: Published,
  caller: TenantCaller,
  after?: number,
) {
  const command: ProfileCommand = { type: "Publish", profile, after }
  const origin = originOf(yield* Keys, caller, `publish-${profile.name}`, { source: profile.source })
  const stream = streamName("profile", profileIdOf(caller.tenantId, profile))
  return yield* execute(profileKind, stream, command, origin)
})
