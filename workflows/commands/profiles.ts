import { Effect, Schema } from "effect"
import { deriveId, Refusal, streamName } from "#domain/kernel"
import type { MachineRef, ProfileCommand, PublishedVersion } from "#domain/profile"
import {
  type CompiledDocument,
  compileLifecycle,
  compileProfile,
  type FileText,
  Finding,
} from "#workflows/language"
import { Keys, Knowledge, ShippedProfiles } from "#workflows/ports"
import { originOf, type TenantCaller } from "./caller.ts"
import { execute, stateOf } from "./execute.ts"
import { profileKind } from "./stream-kinds.ts"

/** A profile that its checks do not let pass; every finding at once. */
export class ProfileRefused extends Schema.TaggedError<ProfileRefused>()("ProfileRefused", {
  file: Schema.String,
  findings: Schema.Array(Finding),
  /** What was to be done with it; without it, it was to be published. */
  act: Schema.optionalKey(Schema.Literals(["tried out", "checked"])),
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

const LIFECYCLE = { kind: "Lifecycle", name: "lifecycle" } as const

/** Names one published version. */
const refOf = (
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

type Published = Omit<PublishedVersion, "version">

/** What of a compiled document is stored. */
const storedOf = (
  { bases, machine, machineDigest, name, sourceDigest }: CompiledDocument,
  rest: Pick<Published, "kind" | "source" | "settings">,
): Published => ({ name, ...rest, sourceDigest, bases, machine, machineDigest })

const publish = Effect.fnUntraced(function* (profile: Published, caller: TenantCaller) {
  const command: ProfileCommand = { type: "Publish", profile }
  const origin = originOf(yield* Keys, caller, `publish-${profile.name}`, { source: profile.source })
  const stream = streamName("profile", profileIdOf(caller.tenantId, profile))
  return yield* execute(profileKind, stream, command, origin)
})

/** The newest sources of what a tenant has published: its profiles may extend each other. */
export const publishedSources = Effect.fnUntraced(function* (tenantId: string) {
  const { profiles } = yield* (yield* Knowledge).catalogue(tenantId)
  const sources: Array<FileText> = []
  for (const { ref } of profiles) {
    const { state } = yield* stateOf(profileKind, streamName("profile", ref.profileId))
    const newest = state.versions.at(-1)
    if (newest !== undefined) sources.push({ file: `${ref.name}@${newest.version}`, text: newest.source })
  }
  return sources
})

/**
 * Publishes a deployment profile of a tenant: checked, resolved with its bases, compiled, and stored whole.
 *
 * @param file the YAML and the name by which findings call it
 * @returns the answer; without facts when this is what the newest version says already
 */
export const publishProfile = Effect.fn("publishProfile")(function* (file: FileText, caller: TenantCaller) {
  const bases = [...(yield* publishedSources(caller.tenantId)), ...(yield* ShippedProfiles).files]
  const compiled = yield* Effect.fromResult(compileProfile(file.text, { file: file.file, bases })).pipe(
    Effect.mapError((findings) => new ProfileRefused({ file: file.file, findings })),
  )
  const { settings } = compiled
  return yield* publish(
    storedOf(compiled, { kind: "DeploymentProfile", source: file.text, settings }),
    caller,
  )
})

const shipped = Effect.fnUntraced(function* (name: string) {
  const { files } = yield* ShippedProfiles
  const file = files.find((one) => one.file === `${name}.yaml`)
  if (file === undefined) return yield* Effect.die(new Error(`The profile "${name}" is not shipped.`))
  return file
})

/** Publishes the shipped lifecycle in a tenant. */
export const publishLifecycle = Effect.fnUntraced(function* (caller: TenantCaller) {
  const file = yield* shipped(LIFECYCLE.name)
  const compiled = yield* Effect.fromResult(compileLifecycle(file.text, { file: file.file })).pipe(
    Effect.mapError((findings) => new ProfileRefused({ file: file.file, findings })),
  )
  return yield* publish(storedOf(compiled, { kind: "Lifecycle", source: file.text, settings: null }), caller)
})

/** Publishes one of the shipped deployment profiles in a tenant. */
export const publishShipped = Effect.fnUntraced(function* (name: string, caller: TenantCaller) {
  return yield* publishProfile(yield* shipped(name), caller)
})

/** How many devices a refusal names. */
const NAMED = 5

const stillAssigned = (name: string, serials: ReadonlyArray<string>) =>
  new Refusal({
    kind: "conflict",
    code: "profile-assigned",
    what: `The profile "${name}" is assigned to ${serials
      .slice(0, NAMED)
      .map((serial) => `"${serial}"`)
      .join(", ")}${serials.length > NAMED ? " and more devices" : ""}.`,
    remedy: "Give these devices another profile first, or let a plan show what retiring it does to them.",
  })

/** The serial numbers of devices that a profile is assigned to, not many more than a refusal names. */
const assignedTo = Effect.fnUntraced(function* (tenantId: string, profileId: string) {
  const knowledge = yield* Knowledge
  const serials: Array<string> = []
  for (let after = ""; serials.length <= NAMED; ) {
    const page = yield* knowledge.assignableDevices(tenantId, { after, limit: 500 })
    for (const { facts, profile } of page)
      if (profile?.profileId === profileId) serials.push(facts.serialNumber)
    const last = page.at(-1)
    if (last === undefined) break
    after = last.deviceId
  }
  return serials
})

/**
 * Retires a profile: it is given to nobody any more; running attempts keep it. Refused while devices are assigned to it,
 * unless a plan has named them. Source: Intune, "you can't delete a profile that is assigned".
 */
export const retireProfile = Effect.fn("retireProfile")(function* (
  name: string,
  caller: TenantCaller,
  { planned }: { readonly planned: boolean } = { planned: false },
) {
  const profileId = profileIdOf(caller.tenantId, { kind: "DeploymentProfile", name })
  const serials = planned ? [] : yield* assignedTo(caller.tenantId, profileId)
  if (serials.length > 0) return yield* stillAssigned(name, serials)
  const origin = originOf(yield* Keys, caller, "retire-profile", { name })
  return yield* execute(profileKind, streamName("profile", profileId), { type: "Retire" }, origin)
})
