import { Result } from "effect"
import { Refusal } from "#domain/kernel"
import type { CompiledPage, CompiledProfile } from "#workflows/language"
import type { PublishedProfile } from "./published.ts"

interface Written {
  readonly file: string
  readonly source: string
}

/** A profile of a file, ready to be published. */
export interface ProfileCandidate extends Written {
  readonly kind: "DeploymentProfile"
  readonly compiled: CompiledProfile
}

/** An Enrollment Status Page of a file, ready to be published. */
export interface PageCandidate extends Written {
  readonly kind: "EnrollmentStatusPage"
  readonly compiled: CompiledPage
}

/** What a file describes, ready to be published. */
export type Candidate = ProfileCandidate | PageCandidate

/** What is wanted of one profile. */
export type Intent =
  | { readonly kind: "publish"; readonly candidate: Candidate }
  | { readonly kind: "retire"; readonly name: string; readonly file: string | null }

/** The name of the profile that something is wanted of. */
export const nameOf = (intent: Intent): string =>
  intent.kind === "publish" ? intent.candidate.compiled.name : intent.name

const intentOf = (candidate: Candidate): Intent => {
  const { compiled, file } = candidate
  return compiled.retired ? { kind: "retire", name: compiled.name, file } : { kind: "publish", candidate }
}

const saidTwice = (name: string, first: Candidate, second: Candidate) =>
  new Refusal({
    kind: "unprocessable",
    code: "profile-twice",
    what: `"${first.file}" and "${second.file}" both describe "${name}": a profile or a page has a name of its own.`,
    remedy: "Give one of them another name, or leave one out.",
  })

/** Profiles after those that they build on. */
const basesFirst = (candidates: ReadonlyArray<Candidate>): ReadonlyArray<Candidate> => {
  const byName = new Map(candidates.map((candidate) => [candidate.compiled.name, candidate]))
  const ordered = new Set<Candidate>()
  for (const candidate of candidates) {
    // The bases of a profile are its whole line, the nearest first.
    const bases = candidate.kind === "DeploymentProfile" ? candidate.compiled.bases : []
    for (const { name } of bases.toReversed()) {
      const base = byName.get(name)
      if (base !== undefined) ordered.add(base)
    }
    ordered.add(candidate)
  }
  return [...ordered]
}

/**
 * What files want, in the order in which it is to be done: publications before retirements, so that no device is without
 * a profile in between, and bases before what builds on them.
 *
 * @param prune retire what is offered and not among the files; without it only what says `retired: true` is
 */
export const intentsOf = (
  candidates: ReadonlyArray<Candidate>,
  offered: ReadonlyArray<PublishedProfile>,
  { prune }: { readonly prune: boolean },
): Result.Result<ReadonlyArray<Intent>, Refusal> => {
  const byName = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const { name } = candidate.compiled
    const other = byName.get(name)
    if (other !== undefined) return Result.fail(saidTwice(name, other, candidate))
    byName.set(name, candidate)
  }
  const wanted = basesFirst(candidates).map(intentOf)
  const unnamed = prune ? offered.filter(({ name }) => !byName.has(name)) : []
  return Result.succeed([
    ...wanted.filter(({ kind }) => kind === "publish"),
    ...wanted.filter(({ kind }) => kind === "retire"),
    ...unnamed.map(({ name }): Intent => ({ kind: "retire", name, file: null })),
  ])
}
