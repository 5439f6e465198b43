import { Effect } from "effect"
import { streamName } from "#domain/kernel"
import type { ProfileCatalogue, PublishedVersion } from "#domain/profile"
import { profileIdOf, readFacts } from "#workflows/commands"
import type { FileText } from "#workflows/language"
import { Knowledge } from "#workflows/ports"

/** Every version of one profile that a tenant has published, the oldest first. */
export interface PublishedProfile {
  readonly name: string
  readonly versions: ReadonlyArray<PublishedVersion>
  readonly retired: boolean
}

/** A profile by its name, read from its stream; without versions where there is none of that name. */
export const publishedNamed = Effect.fnUntraced(function* (tenantId: string, name: string) {
  const profileId = profileIdOf(tenantId, { kind: "DeploymentProfile", name })
  const facts = yield* readFacts(streamName("profile", profileId))
  const versions = facts.flatMap(({ fact }) => (fact.type === "ProfilePublished" ? [fact.data] : []))
  return { name, versions, retired: facts.at(-1)?.fact.type === "ProfileRetired" } satisfies PublishedProfile
})

/** What a tenant offers, with every version of each profile. */
export interface Offered {
  readonly catalogue: ProfileCatalogue
  readonly profiles: ReadonlyArray<PublishedProfile>
}

/** Reads what a tenant offers. */
export const offeredBy = Effect.fnUntraced(function* (tenantId: string) {
  const catalogue = yield* (yield* Knowledge).catalogue(tenantId)
  const profiles = yield* Effect.forEach(catalogue.profiles, ({ ref }) => publishedNamed(tenantId, ref.name))
  return { catalogue, profiles } satisfies Offered
})

/** The newest source of each published profile, as files that others may extend. */
export const sourcesOf = (profiles: ReadonlyArray<PublishedProfile>): ReadonlyArray<FileText> =>
  profiles.flatMap(({ name, versions }) => {
    const newest = versions.at(-1)
    return newest === undefined ? [] : [{ file: `${name}@${newest.version}`, text: newest.source }]
  })
