import { Result } from "effect"
import { saysTheSame } from "#domain/profile"
import { compileProfile, type FileText } from "#workflows/language"
import type { DerivedProfile } from "./plan-file.ts"
import { changesBetween } from "./profile-changes.ts"
import type { PublishedProfile } from "./published.ts"

/** The base that a profile would be built on now and was not when it was published. */
const movedBase = (
  pinned: ReadonlyArray<{ readonly name: string; readonly digest: string }>,
  present: ReadonlyArray<{ readonly name: string; readonly digest: string }>,
): string =>
  present.find(({ digest, name }) => !pinned.some((base) => base.name === name && base.digest === digest))
    ?.name ??
  present[0]?.name ??
  ""

/** What a published profile would come to if it were published again over these bases, where that is not what it is. */
export const derivedChange = (
  { name, versions }: PublishedProfile,
  bases: ReadonlyArray<FileText>,
): ReadonlyArray<DerivedProfile> => {
  const newest = versions.at(-1)
  const [nearest] = newest?.bases ?? []
  if (newest === undefined || nearest === undefined) return []
  const { source, version } = newest
  const compiled = compileProfile(source, { file: `${name}@${version}`, bases })
  if (Result.isFailure(compiled)) {
    const errors = compiled.failure.filter(({ severity }) => severity === "error").length
    return [{ name, version, base: nearest.name, errors, settings: [], statechart: [] }]
  }
  const again = compiled.success
  if (saysTheSame(newest, { ...again, kind: "DeploymentProfile", source })) return []
  const base = movedBase(newest.bases, again.bases)
  return [{ name, version, base, errors: 0, ...changesBetween(newest, again) }]
}
