import { Effect } from "effect"
import { Refusal, streamName } from "#domain/kernel"
import { offering, upholdCatalogue } from "#domain/profile"
import {
  type CompiledProfile,
  compileLifecycle,
  compileProfile,
  type FileText,
  kindOf,
} from "#workflows/language"
import { EventStore, Keys, Knowledge, ShippedProfiles } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { profileKind } from "../execution/stream-kinds.ts"
import { LIFECYCLE, namedStream, ProfileRefused, publish, refOf, storedOf } from "./profiles.ts"
import { compiledPage, pageUpheld, publishCompiledPage } from "./publish-page.ts"

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

const compiled = ({ file, text }: FileText, bases: ReadonlyArray<FileText>) =>
  Effect.fromResult(compileProfile(text, { file, bases })).pipe(
    Effect.mapError((findings) => new ProfileRefused({ file, findings })),
  )

/**
 * Publishes a profile that was compiled, as its checks let it pass, from this source.
 *
 * @param after only while this is the newest version, 0 for none
 */
export const publishCompiled = (
  { compiled, source }: { readonly compiled: CompiledProfile; readonly source: string },
  caller: TenantCaller,
  after?: number,
) => {
  const { settings } = compiled
  return publish(storedOf(compiled, { kind: "DeploymentProfile", source, settings }), caller, after)
}

const saysRetired = (file: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "profile-says-retired",
    what: `"${file}" says "retired: true": it is to be taken out of use, not published.`,
    remedy: "Take the line away, or let a plan retire it: flightlog profile plan FILE.",
  })

/** Waits until the read models tell of everything: what was published a moment ago counts, too. */
const upToDate = Effect.gen(function* () {
  const { reached } = yield* Knowledge
  yield* reached(yield* (yield* EventStore).head)
})

/** Keeps what holds for all profiles of a tenant together. */
const upheld = Effect.fnUntraced(function* (
  tenantId: string,
  { machineDigest, name, settings }: CompiledProfile,
) {
  const catalogue = yield* (yield* Knowledge).catalogue(tenantId)
  const ref = refOf(tenantId, { kind: "DeploymentProfile", name, version: 0, machineDigest })
  yield* Effect.fromResult(upholdCatalogue(offering(catalogue, { ref, assign: settings.assign })))
})

/** Publishes an Enrollment Status Page of a tenant. */
const publishPage = Effect.fnUntraced(function* (file: FileText, caller: TenantCaller) {
  const page = yield* compiledPage(file)
  if (page.retired) return yield* saysRetired(file.file)
  yield* pageUpheld(caller.tenantId, page)
  return yield* publishCompiledPage({ compiled: page, source: file.text }, caller)
})

/**
 * Publishes a deployment profile or an Enrollment Status Page of a tenant: checked, resolved with its bases, compiled, and
 * stored whole.
 *
 * @param file the YAML and the name by which findings call it
 * @returns the answer; without facts when this is what the newest version says already
 */
export const publishProfile = Effect.fn("publishProfile")(function* (file: FileText, caller: TenantCaller) {
  yield* upToDate
  if (kindOf(file) === "EnrollmentStatusPage") return yield* publishPage(file, caller)
  const bases = [...(yield* publishedSources(caller.tenantId)), ...(yield* ShippedProfiles).files]
  const profile = yield* compiled(file, bases)
  if (profile.retired) return yield* saysRetired(file.file)
  yield* upheld(caller.tenantId, profile)
  return yield* publishCompiled({ compiled: profile, source: file.text }, caller)
})

/**
 * Makes an old version of a profile or a page the newest again, exactly as it was stored: its source, what its bases had made of it,
 * and its statechart.
 *
 * @returns the answer; without facts when this is what the newest version says already
 */
export const publishAgain = Effect.fn("publishAgain")(function* (
  { name, version }: { readonly name: string; readonly version: number },
  caller: TenantCaller,
) {
  const stream = namedStream(caller.tenantId, name)
  const { pages, versions } = (yield* stateOf(profileKind, stream)).state
  yield* upToDate
  const page = pages[version - 1]
  if (page !== undefined) yield* pageUpheld(caller.tenantId, page)
  const old = versions[version - 1]
  if (old?.settings) {
    const catalogue = yield* (yield* Knowledge).catalogue(caller.tenantId)
    const offer = { ref: refOf(caller.tenantId, old), assign: old.settings.assign }
    yield* Effect.fromResult(upholdCatalogue(offering(catalogue, offer)))
  }
  const origin = originOf(yield* Keys, caller, `publish-again-${name}`, { version })
  return yield* execute(profileKind, stream, { type: "PublishAgain", version }, origin)
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
