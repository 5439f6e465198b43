import { Effect } from "effect"
import type { PageCatalogue, ProfileCatalogue, PublishedPage, PublishedVersion } from "#domain/profile"
import { namedStream, readFacts } from "#workflows/commands"
import type { FileText } from "#workflows/language"
import { Knowledge } from "#workflows/ports"

/** Every version of one profile, or of one Enrollment Status Page, that a tenant has published, the oldest first. */
export interface PublishedProfile {
  readonly name: string
  readonly versions: ReadonlyArray<PublishedVersion>
  /** The versions of a page; a name is one or the other. */
  readonly pages: ReadonlyArray<PublishedPage>
  readonly retired: boolean
}

/** What a name stands for. */
export type DocumentKind = "DeploymentProfile" | "EnrollmentStatusPage"

/** What a published name stands for; without versions of either it is to be a profile. */
export const kindOf = ({ pages }: Pick<PublishedProfile, "pages">): DocumentKind =>
  pages.length > 0 ? "EnrollmentStatusPage" : "DeploymentProfile"

/** One version of either, in one shape: a page has no bases and no statechart, and its digest is that of its source. */
export interface AnyVersion extends Pick<PublishedVersion, "version" | "source" | "sourceDigest" | "bases"> {
  readonly digest: string
  readonly again: number | null
  readonly settings: PublishedVersion["settings"] | PublishedPage["settings"]
  readonly machine: PublishedVersion["machine"] | null
}

const ofProfile = ({ again, machineDigest: digest, ...version }: PublishedVersion): AnyVersion => ({
  ...version,
  digest,
  again: again ?? null,
})

const ofPage = ({ again, ...version }: PublishedPage): AnyVersion => ({
  ...version,
  digest: version.sourceDigest,
  again: again ?? null,
  bases: [],
  machine: null,
})

/** Every version of a published name, the oldest first. */
export const versionsOf = ({
  pages,
  versions,
}: Pick<PublishedProfile, "pages" | "versions">): ReadonlyArray<AnyVersion> => [
  ...versions.map(ofProfile),
  ...pages.map(ofPage),
]

/** What a stream holds, by the name that it stands for. */
const publishedIn = Effect.fnUntraced(function* (stream: string, name: string) {
  const facts = yield* readFacts(stream)
  const versions = facts.flatMap(({ fact }) => (fact.type === "ProfilePublished" ? [fact.data] : []))
  const pages = facts.flatMap(({ fact }) => (fact.type === "EspPagePublished" ? [fact.data] : []))
  const last = facts.at(-1)?.fact.type
  const retired = last === "ProfileRetired" || last === "EspPageRetired"
  return { name, versions, pages, retired } satisfies PublishedProfile
})

/** What a name stands for, read from its stream; without versions where there is nothing of that name. */
export const publishedNamed = (tenantId: string, name: string) =>
  publishedIn(namedStream(tenantId, name), name)

/** The newest version that a stream holds, of whichever kind. */
export const newestIn = Effect.fnUntraced(function* (stream: string) {
  const { pages, versions } = yield* publishedIn(stream, "")
  const kind = kindOf({ pages })
  const { digest = "", version = 0 } = versionsOf({ pages, versions }).at(-1) ?? {}
  const name = versions.at(-1)?.name ?? pages.at(-1)?.name ?? ""
  return { kind, name, version, digest }
})

/** What a tenant offers, with every version of each profile and each page. */
export interface Offered {
  readonly catalogue: ProfileCatalogue
  readonly pages: PageCatalogue
  readonly profiles: ReadonlyArray<PublishedProfile>
}

/** Reads what a tenant offers. */
export const offeredBy = Effect.fnUntraced(function* (tenantId: string) {
  const knowledge = yield* Knowledge
  const catalogue = yield* knowledge.catalogue(tenantId)
  const pages = yield* knowledge.pageCatalogue(tenantId)
  const all = [...catalogue.profiles, ...pages.pages]
  const profiles = yield* Effect.forEach(all, ({ ref }) => publishedNamed(tenantId, ref.name))
  return { catalogue, pages, profiles } satisfies Offered
})

/** The newest source of each published profile, as files that others may extend. */
export const sourcesOf = (profiles: ReadonlyArray<PublishedProfile>): ReadonlyArray<FileText> =>
  profiles.flatMap(({ name, versions }) => {
    const newest = versions.at(-1)
    return newest === undefined ? [] : [{ file: `${name}@${newest.version}`, text: newest.source }]
  })
