import { createHash } from "node:crypto"
import { isSamePage, saysTheSame } from "#domain/profile"
import { type Candidate, type Intent, nameOf, type PageCandidate, type ProfileCandidate } from "./intents.ts"
import type { ProfileChange } from "./plan-file.ts"
import { type AnyVersion, kindOf, type PublishedProfile, versionsOf } from "./published.ts"
import { diffSettings } from "./settings-diff.ts"
import { diffStatecharts } from "./statechart-diff.ts"

const nothing = {
  to: null,
  digest: null,
  contents: null,
  source: null,
  settings: [],
  statechart: [],
} as const

type Compared = Pick<AnyVersion, "machine" | "settings">

/** What of a version changes with another: setting by setting, and state by state. */
export const changesBetween = (before: Compared, after: Compared) => ({
  settings: diffSettings({ ...before.settings }, { ...after.settings }),
  statechart:
    before.machine === null || after.machine === null ? [] : diffStatecharts(before.machine, after.machine),
})

/** What is to be published of a candidate: its digest, a digest of all of it, and what would be stored of it. */
const draftOf = ({ compiled, kind }: Candidate) => {
  const { settings, sourceDigest } = compiled
  const digest = kind === "DeploymentProfile" ? compiled.machineDigest : sourceDigest
  const machine = kind === "DeploymentProfile" ? compiled.machine : null
  const contents = createHash("sha256")
    .update(JSON.stringify([sourceDigest, settings, digest]))
    .digest("hex")
  return { digest, contents, settings, machine }
}

const isSameProfile = ({ compiled, source }: ProfileCandidate, { versions }: PublishedProfile): boolean =>
  versions.slice(-1).some((newest) => saysTheSame(newest, { ...compiled, kind: "DeploymentProfile", source }))

const isSamePageAs = ({ compiled, source }: PageCandidate, { pages }: PublishedProfile): boolean =>
  pages.slice(-1).some((newest) => isSamePage(newest, { ...compiled, source }))

const isUnchanged = (candidate: Candidate, known: PublishedProfile): boolean =>
  candidate.kind === "DeploymentProfile" ? isSameProfile(candidate, known) : isSamePageAs(candidate, known)

const publication = (candidate: Candidate, known: PublishedProfile): ProfileChange => {
  const { compiled, file, kind: document, source } = candidate
  const { contents, digest, ...draft } = draftOf(candidate)
  const versions = versionsOf(known)
  const newest = versions.at(-1)
  const from = versions.length
  const heading = { document, name: compiled.name, file, from }
  const to = { to: from + 1, digest, contents, source }
  if (newest === undefined || known.retired)
    return { kind: "new", ...heading, ...to, settings: [], statechart: [] }
  if (isUnchanged(candidate, known)) return { kind: "unchanged", ...heading, ...nothing }
  return { kind: "changed", ...heading, ...to, ...changesBetween(newest, draft) }
}

/**
 * What is to become of the profile or page that something is wanted of.
 *
 * @param published by name; without versions where there is none
 */
export const profileChange = (
  intent: Intent,
  published: (name: string) => PublishedProfile,
): ProfileChange => {
  const name = nameOf(intent)
  const known = published(name)
  if (intent.kind === "publish") return publication(intent.candidate, known)
  const from = versionsOf(known).length
  const kind = from > 0 && !known.retired ? "retired" : "unchanged"
  return { kind, document: kindOf(known), name, file: intent.file, from, ...nothing }
}
