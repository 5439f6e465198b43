import { createHash } from "node:crypto"
import { saysTheSame } from "#domain/profile"
import type { CompiledProfile } from "#workflows/language"
import { type Candidate, type Intent, nameOf } from "./intents.ts"
import type { ProfileChange } from "./plan-file.ts"
import type { PublishedProfile } from "./published.ts"
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

/** What of a version changes with another: setting by setting, and state by state. */
export const changesBetween = (
  before: Pick<CompiledProfile, "machine"> & { readonly settings: CompiledProfile["settings"] | null },
  after: Pick<CompiledProfile, "machine"> & { readonly settings: CompiledProfile["settings"] | null },
) => ({
  settings: diffSettings({ ...before.settings }, { ...after.settings }),
  statechart: diffStatecharts(before.machine, after.machine),
})

const contentsOf = ({ machineDigest, settings, sourceDigest }: CompiledProfile): string =>
  createHash("sha256")
    .update(JSON.stringify([sourceDigest, settings, machineDigest]))
    .digest("hex")

const publication = (
  { compiled, file, source }: Candidate,
  { retired, versions }: PublishedProfile,
): ProfileChange => {
  const { machineDigest: digest, name } = compiled
  const newest = versions.at(-1)
  const from = versions.length
  const to = { to: from + 1, digest, contents: contentsOf(compiled), source }
  if (newest === undefined || retired)
    return { kind: "new", name, file, from, ...to, settings: [], statechart: [] }
  if (saysTheSame(newest, { ...compiled, kind: "DeploymentProfile", source }))
    return { kind: "unchanged", name, file, from, ...nothing }
  return { kind: "changed", name, file, from, ...to, ...changesBetween(newest, compiled) }
}

/**
 * What is to become of the profile that something is wanted of.
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
  const isOffered = known.versions.length > 0 && !known.retired
  const kind = isOffered ? "retired" : "unchanged"
  return { kind, name, file: intent.file, from: known.versions.length, ...nothing }
}
