import {
  chooseProfile,
  type Holds,
  isSameVersion,
  type MachineRef,
  type OfferedProfile,
  type ProfileCatalogue,
} from "#domain/profile"
import type { CompiledProfile } from "#workflows/language"
import type { AssignableDevice, RunningAttempt } from "#workflows/ports"
import type { DeviceChange, Plan, ProfileChange } from "./plan-file.ts"
import type { Offered, PublishedProfile } from "./published.ts"
import { diffSettings } from "./settings-diff.ts"
import { diffStatecharts } from "./statechart-diff.ts"

/** A profile of a file, ready to be published. */
export interface Candidate {
  readonly file: string
  readonly source: string
  readonly compiled: CompiledProfile
}

/** Everything that a plan is made from. */
export interface Situation {
  readonly tenantId: string
  readonly offered: Offered
  readonly devices: ReadonlyArray<AssignableDevice>
  readonly running: ReadonlyArray<RunningAttempt>
  readonly holds: Holds
  /** The id that a profile of a name has or would have. */
  readonly profileId: (name: string) => string
}

const newestOf = (published: PublishedProfile | undefined) => published?.versions.at(-1)

const changeFor = (
  { compiled, file, source }: Candidate,
  published: PublishedProfile | undefined,
): ProfileChange => {
  const newest = newestOf(published)
  const { name } = compiled
  if (newest === undefined) return { kind: "new", name, file, from: 0, source, settings: [], statechart: [] }
  const same =
    newest.sourceDigest === compiled.sourceDigest && newest.machineDigest === compiled.machineDigest
  if (same)
    return { kind: "unchanged", name, file, from: newest.version, source: null, settings: [], statechart: [] }
  return {
    kind: "changed",
    name,
    file,
    from: newest.version,
    source,
    settings: diffSettings({ ...newest.settings }, { ...compiled.settings }),
    statechart: diffStatecharts(newest.machine, compiled.machine),
  }
}

const retired = (published: PublishedProfile): ProfileChange => ({
  kind: "retired",
  name: published.name,
  file: null,
  from: newestOf(published)?.version ?? 0,
  source: null,
  settings: [],
  statechart: [],
})

const profileChanges = (
  candidates: ReadonlyArray<Candidate>,
  { offered }: Situation,
  prune: boolean,
): ReadonlyArray<ProfileChange> => {
  const byName = new Map(offered.profiles.map((published) => [published.name, published]))
  const named = new Set(candidates.map(({ compiled }) => compiled.name))
  const gone = prune ? offered.profiles.filter(({ name }) => !named.has(name)) : []
  return [
    ...candidates.map((candidate) => changeFor(candidate, byName.get(candidate.compiled.name))),
    ...gone.map(retired),
  ]
}

/** The catalogue as it would be: new versions keep their profile's rank, new profiles come last. */
const catalogueAfter = (
  candidates: ReadonlyArray<Candidate>,
  changes: ReadonlyArray<ProfileChange>,
  { offered: { catalogue }, profileId }: Situation,
): ProfileCatalogue => {
  const changed = new Map(changes.map((change) => [change.name, change]))
  const kept = catalogue.profiles.filter(({ ref }) => changed.get(ref.name)?.kind !== "retired")
  const offer = (candidate: Candidate, index: number): ReadonlyArray<OfferedProfile> => {
    const { machineDigest: digest, name, settings } = candidate.compiled
    const change = changed.get(name)
    if (change === undefined || change.kind === "unchanged") return []
    const known = catalogue.profiles.find(({ ref }) => ref.name === name)
    const ref = { profileId: profileId(name), name, version: change.from + 1, digest }
    return [{ ref, assign: settings.assign, rank: known?.rank ?? catalogue.generation + 1 + index }]
  }
  const offers = candidates.flatMap(offer)
  const replaced = new Set(offers.map(({ ref }) => ref.name))
  const profiles = [...kept.filter(({ ref }) => !replaced.has(ref.name)), ...offers]
  return { generation: catalogue.generation + offers.length, profiles }
}

const nameAndVersion = (ref: MachineRef | null) =>
  ref === null ? null : { name: ref.name, version: ref.version }

const deviceChange = (
  { deviceId, facts, profile }: AssignableDevice,
  catalogue: ProfileCatalogue,
  holds: Holds,
): ReadonlyArray<DeviceChange> => {
  const { candidates, winner } = chooseProfile(catalogue, facts, holds)
  if (isSameVersion(winner, profile)) return []
  const why = candidates.find(({ won }) => won)?.rule ?? "no profile applies to it any more"
  const { serialNumber } = facts
  return [{ deviceId, serialNumber, from: nameAndVersion(profile), to: nameAndVersion(winner), why }]
}

/** Published profiles that build on a changed one and are not published with it. */
const derivedFrom = (changes: ReadonlyArray<ProfileChange>, { offered }: Situation): Plan["derived"] => {
  const moved = new Set(changes.filter(({ kind }) => kind === "changed").map(({ name }) => name))
  const told = new Set(changes.filter(({ kind }) => kind !== "unchanged").map(({ name }) => name))
  return offered.profiles.flatMap((published) => {
    const base = newestOf(published)?.bases.find(({ name }) => moved.has(name))
    return base === undefined || told.has(published.name) ? [] : [{ name: published.name, base: base.name }]
  })
}

/**
 * Works out what publishing some profiles would do: which are new, changed or retired; which devices change profile, and
 * why; which running deployments stay with the version they began with; which derived profiles would want publishing too.
 *
 * @param prune retire what is published and not among the files; without it nothing is ever retired
 */
export const planRollout = (
  candidates: ReadonlyArray<Candidate>,
  situation: Situation,
  { prune }: { readonly prune: boolean },
): Plan => {
  const profiles = profileChanges(candidates, situation, prune)
  const after = catalogueAfter(candidates, profiles, situation)
  const moved = new Set(
    profiles.filter(({ kind }) => kind === "changed" || kind === "retired").map(({ name }) => name),
  )
  return {
    format: 1,
    tenantId: situation.tenantId,
    profiles,
    devices: situation.devices.flatMap((device) => deviceChange(device, after, situation.holds)),
    staying: situation.running.filter(({ profile }) => moved.has(profile.name)),
    derived: derivedFrom(profiles, situation),
  }
}
