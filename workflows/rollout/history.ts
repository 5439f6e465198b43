import { Effect, Schema } from "effect"
import { Actor, Refusal, Timestamp } from "#domain/kernel"
import { PageSettings, ProfileSettings, versionUnknown } from "#domain/profile"
import { streamHistory } from "#workflows/audit"
import { namedStream } from "#workflows/commands"
import { oneOf, suggest } from "#workflows/language"
import { Knowledge } from "#workflows/ports"
import { changesBetween } from "./profile-changes.ts"
import { type AnyVersion, kindOf, type PublishedProfile, publishedNamed, versionsOf } from "./published.ts"
import { SettingChange } from "./settings-diff.ts"
import { StatechartChange } from "./statechart-diff.ts"

const unknown = (name: string, known: ReadonlyArray<string>) => {
  const meant = suggest(name, known)
  return new Refusal({
    kind: "unknown",
    code: "profile-unknown",
    number: "809",
    what: `There is no profile ${JSON.stringify(name)}.${meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`}`,
    remedy:
      known.length === 0
        ? "Publish one: flightlog profile publish FILE."
        : `Name one of ${oneOf(known)}, or one that was retired.`,
  })
}

/** A tenant's profile or page by its name, offered or retired; 809 with what was probably meant for a name that never was. */
export const theProfile = Effect.fnUntraced(function* (tenantId: string, name: string) {
  const published = yield* publishedNamed(tenantId, name)
  if (versionsOf(published).length > 0) return published
  const knowledge = yield* Knowledge
  const { profiles } = yield* knowledge.catalogue(tenantId)
  const { pages } = yield* knowledge.pageCatalogue(tenantId)
  return yield* unknown(
    name,
    [...profiles, ...pages].map(({ ref }) => ref.name),
  )
})

const PinnedBase = Schema.Struct({ name: Schema.String, digest: Schema.String })
const Kind = Schema.Literals(["DeploymentProfile", "EnrollmentStatusPage"])
const Who = Schema.Struct({ ...Actor.fields, name: Schema.NullOr(Schema.String) })

/** One event of a profile: a version that was published, or its retirement. */
export const ProfileEvent = Schema.Struct({
  /** What the name stands for. */
  kind: Kind,
  act: Schema.Literals(["published", "published again", "retired"]),
  /** The version that was published; of a retirement the newest one then. */
  version: Schema.Int,
  /** The old version that was published again. */
  again: Schema.NullOr(Schema.Int),
  at: Timestamp,
  /** `name` is null where nobody has one, and for a person who was erased. */
  by: Who,
  /** SHA-256 of the source, and of the statechart that it came to; a page has its source only. */
  sourceDigest: Schema.String,
  digest: Schema.String,
  bases: Schema.Array(PinnedBase),
  /** How many settings and how much of the statechart changed against the version before; null for the first. */
  changes: Schema.NullOr(Schema.Struct({ settings: Schema.Int, statechart: Schema.Int })),
}).annotate({ identifier: "ProfileEvent" })
export type ProfileEvent = typeof ProfileEvent.Type

const changesAgainst = (before: AnyVersion | undefined, version: AnyVersion) => {
  if (before === undefined) return null
  const { settings, statechart } = changesBetween(before, version)
  return { settings: settings.length, statechart: statechart.length }
}

const ofVersion = (versions: ReadonlyArray<AnyVersion>, version: AnyVersion) => ({
  version: version.version,
  sourceDigest: version.sourceDigest,
  digest: version.digest,
  bases: version.bases,
  again: version.again,
  changes: changesAgainst(versions[version.version - 2], version),
})

const versionNumber = (data: { readonly version?: unknown }): number => Number(data.version ?? 0)

/** Everything that happened to a profile: each version with who published it and when, and its retirements. */
export const profileHistory = Effect.fn("profileHistory")(function* (tenantId: string, name: string) {
  const published = yield* theProfile(tenantId, name)
  const versions = versionsOf(published)
  const kind = kindOf(published)
  const events = yield* streamHistory(namedStream(tenantId, name))
  return events.flatMap(({ actor: by, data, recordedAt: at, type }): ReadonlyArray<ProfileEvent> => {
    const version = versions[versionNumber(data) - 1]
    if (version === undefined) return []
    const said = { kind, ...ofVersion(versions, version) }
    if (type === "ProfileRetired" || type === "EspPageRetired")
      return [{ act: "retired", at, by, ...said, again: null, changes: null }]
    return [{ act: said.again === null ? "published" : "published again", at, by, ...said }]
  })
})

/** What a published version says, as it is stored. */
export const ProfileVersion = Schema.Struct({
  kind: Kind,
  name: Schema.String,
  version: Schema.Int,
  newest: Schema.Int,
  retired: Schema.Boolean,
  publishedAt: Timestamp,
  publishedBy: Who,
  again: Schema.NullOr(Schema.Int),
  source: Schema.String,
  sourceDigest: Schema.String,
  digest: Schema.String,
  bases: Schema.Array(PinnedBase),
  /** Of a profile or of a page, as `kind` says. */
  settings: Schema.NullOr(Schema.Union([ProfileSettings, PageSettings])),
}).annotate({ identifier: "ProfileVersion" })
export type ProfileVersion = typeof ProfileVersion.Type

const versionOf = (published: PublishedProfile, number: number) => {
  const versions = versionsOf(published)
  const { name } = published
  const found = versions[number - 1]
  return found === undefined
    ? Effect.fail(versionUnknown(name, number, versions.length))
    : Effect.succeed(found)
}

/**
 * One version of a profile as it was published.
 *
 * @param asked its number; null for the newest
 */
export const profileVersion = Effect.fn("profileVersion")(function* (
  tenantId: string,
  name: string,
  asked: number | null,
) {
  const profile = yield* theProfile(tenantId, name)
  const newest = versionsOf(profile).length
  const stored = yield* versionOf(profile, asked ?? newest)
  const events = yield* profileHistory(tenantId, name)
  const event = events.find(({ act, version }) => act !== "retired" && version === stored.version)
  if (event === undefined) return yield* versionUnknown(name, stored.version, newest)
  const { again, at: publishedAt, bases, by: publishedBy, digest, sourceDigest, version } = event
  const { retired } = profile
  const { settings, source } = stored
  return {
    kind: kindOf(profile),
    ...{ name, version, newest, retired, publishedAt, publishedBy, again },
    ...{ source, sourceDigest, digest, bases, settings },
  } satisfies ProfileVersion
})

/** What changed from one version of a profile to another. */
export const ProfileDiff = Schema.Struct({
  kind: Kind,
  name: Schema.String,
  from: Schema.Int,
  to: Schema.Int,
  settings: Schema.Array(SettingChange),
  statechart: Schema.Array(StatechartChange),
  /** Bases whose text was another one; null where there was none. */
  bases: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      before: Schema.NullOr(Schema.String),
      after: Schema.NullOr(Schema.String),
    }),
  ),
}).annotate({ identifier: "ProfileDiff" })
export type ProfileDiff = typeof ProfileDiff.Type

type Bases = AnyVersion["bases"]

const basesBetween = (before: Bases, after: Bases): ProfileDiff["bases"] => {
  const digestIn = (bases: Bases, name: string) => bases.find((base) => base.name === name)?.digest ?? null
  return [...new Set([...before, ...after].map(({ name }) => name))]
    .map((name) => ({ name, before: digestIn(before, name), after: digestIn(after, name) }))
    .filter((base) => base.before !== base.after)
}

/** What changed from one version of a profile to another: setting by setting, state by state, base by base. */
export const profileDiff = Effect.fn("profileDiff")(function* (
  tenantId: string,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const profile = yield* theProfile(tenantId, name)
  const [before, after] = [yield* versionOf(profile, from), yield* versionOf(profile, to)]
  const bases = basesBetween(before.bases, after.bases)
  const kind = kindOf(profile)
  return { kind, name, from, to, ...changesBetween(before, after), bases } satisfies ProfileDiff
})
