import { Effect, Result } from "effect"
import { Refusal } from "#domain/kernel"
import { ProfileRefused, profileIdOf } from "#workflows/commands"
import { compilePage, compileProfile, type FileText, kindOf } from "#workflows/language"
import {
  type Exported,
  type Notation,
  pageAsGraph,
  profileAsAutopilotJson,
  profileAsGraph,
  type Recipient,
} from "#workflows/notations"
import { profileVersion } from "./history.ts"

/** The tenant that devices join by an exported file. */
export type ExportFor = Omit<Recipient, "profileId">

const noDomain = () =>
  new Refusal({
    kind: "unprocessable",
    code: "tenant-without-domain",
    what: "The file names the domain of the tenant, and this tenant has none.",
    remedy: "Say which: --domain contoso.com on the command line, domain=contoso.com in the address.",
  })

const noProfile = (name: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "not-a-profile",
    what: `"${name}" is an Enrollment Status Page: AutopilotConfigurationFile.json holds a deployment profile.`,
    remedy: "Export the page to graph; Intune gives it to a device when that has enrolled.",
  })

const asNotation = (
  profile: { readonly settings: Parameters<typeof profileAsGraph>[0]; readonly source: string },
  to: Notation,
  recipient: ExportFor & { readonly ownId?: string },
): Result.Result<Exported, Refusal> => {
  const { settings, source } = profile
  if (to === "graph") return Result.succeed(profileAsGraph(settings, source))
  if (recipient.domain === "") return Result.fail(noDomain())
  const { name } = settings
  const profileId = profileIdOf(recipient.ownId ?? recipient.tenantId, { kind: "DeploymentProfile", name })
  const { domain, tenantId } = recipient
  return Result.succeed(profileAsAutopilotJson(settings, { domain, tenantId, profileId }))
}

/** What is to be exported of what is published, and into which notation. */
interface PublishedExport {
  readonly name: string
  /** Null for the newest. */
  readonly version: number | null
  readonly to: Notation
}

/** A published profile in another notation. */
export const exportPublished = Effect.fn("exportPublished")(function* (
  tenantId: string,
  { name, to, version }: PublishedExport,
  recipient: ExportFor,
) {
  const { settings, source } = yield* profileVersion(tenantId, name, version)
  if (settings !== null && !("oobe" in settings))
    return to === "graph" ? pageAsGraph(settings) : yield* noProfile(name)
  if (settings === null) return yield* Effect.die(new Error(`The profile "${name}" has no settings.`))
  return yield* Effect.fromResult(asNotation({ settings, source }, to, { ...recipient, ownId: tenantId }))
})

/**
 * A profile, or an Enrollment Status Page, that was not published, in another notation: refused with every finding where
 * it has errors.
 *
 * @param bases what the file may extend, the nearest first
 */
export const exportFile = (
  { file, text }: FileText,
  {
    bases,
    recipient,
    to,
  }: Pick<PublishedExport, "to"> & {
    readonly bases: ReadonlyArray<FileText>
    readonly recipient: ExportFor
  },
): Result.Result<Exported, Refusal | ProfileRefused> => {
  if (kindOf({ file, text }) === "EnrollmentStatusPage") {
    const page = compilePage(text, { file })
    if (Result.isFailure(page))
      return Result.fail(new ProfileRefused({ file, findings: page.failure, act: "exported" }))
    const { name, settings } = page.success
    return to === "graph" ? Result.succeed(pageAsGraph(settings)) : Result.fail(noProfile(name))
  }
  const profile = compileProfile(text, { file, bases })
  if (Result.isFailure(profile))
    return Result.fail(new ProfileRefused({ file, findings: profile.failure, act: "exported" }))
  return asNotation({ settings: profile.success.settings, source: text }, to, recipient)
}
