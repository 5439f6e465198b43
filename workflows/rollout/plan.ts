import { Result } from "effect"
import type { Refusal } from "#domain/kernel"
import {
  type Holds,
  isSameVersion,
  type MachineRef,
  offering,
  type ProfileCatalogue,
  upholdCatalogue,
  upholdPages,
  winnerFor,
  withoutProfile,
} from "#domain/profile"
import type { FileText } from "#workflows/language"
import type { AssignableDevice, RunningAttempt } from "#workflows/ports"
import { derivedChange } from "./derived.ts"
import { type Intent, nameOf, type ProfileCandidate } from "./intents.ts"
import { overlapsIn } from "./overlaps.ts"
import { pageCatalogueAfter, pageMoves } from "./page-moves.ts"
import { countsOf, type DeviceChange, type Plan, type ProfileChange } from "./plan-file.ts"
import type { Planned, SettingsOf } from "./planned.ts"
import { profileChange } from "./profile-changes.ts"
import type { Offered, PublishedProfile } from "./published.ts"
import { strandedBy } from "./stranded.ts"

/** Everything that a plan is made from. */
export interface Situation {
  readonly tenantId: string
  readonly madeAt: string
  readonly offered: Offered
  /** The profile of a name, offered or not; without versions where there is none. */
  readonly published: (name: string) => PublishedProfile
  /** What profiles may extend after the plan is carried out, the nearest first. */
  readonly bases: ReadonlyArray<FileText>
  readonly devices: ReadonlyArray<AssignableDevice>
  readonly running: ReadonlyArray<RunningAttempt>
  readonly holds: Holds
  /** The id that a profile of a name has or would have. */
  readonly profileId: (name: string) => string
}

/** Whether a profile is to be published. */
const isProfile = (
  intent: Intent,
): intent is { readonly kind: "publish"; readonly candidate: ProfileCandidate } =>
  intent.kind === "publish" && intent.candidate.kind === "DeploymentProfile"

const catalogueAfter = (
  planned: ReadonlyArray<Planned>,
  { offered, profileId }: Situation,
): ProfileCatalogue =>
  planned.reduce((catalogue, { change, intent }) => {
    const { digest, kind, name, to } = change
    if (change.document === "EnrollmentStatusPage") return catalogue
    if (kind === "retired") return withoutProfile(catalogue, name)
    if (!isProfile(intent) || to === null || digest === null) return catalogue
    const { assign } = intent.candidate.compiled.settings
    return offering(catalogue, { ref: { profileId: profileId(name), name, version: to, digest }, assign })
  }, offered.catalogue)

const settingsBy = (planned: ReadonlyArray<Planned>, { published }: Situation): SettingsOf => {
  const coming = new Map(
    planned.flatMap(({ change, intent }) =>
      isProfile(intent) && change.to !== null
        ? [[`${change.name}@${change.to}`, intent.candidate.compiled.settings] as const]
        : [],
    ),
  )
  return (ref) => {
    if (ref === null) return null
    const stored = published(ref.name).versions[ref.version - 1]?.settings
    return coming.get(`${ref.name}@${ref.version}`) ?? stored ?? null
  }
}

const nameAndVersion = (ref: MachineRef | null) =>
  ref === null ? null : { name: ref.name, version: ref.version }

interface Moving {
  readonly device: AssignableDevice
  readonly change: DeviceChange
  readonly winner: MachineRef | null
}

const moving = (
  device: AssignableDevice,
  catalogue: ProfileCatalogue,
  holds: Holds,
): ReadonlyArray<Moving> => {
  const { deviceId, facts, profile } = device
  const won = winnerFor(catalogue, facts, holds)
  const winner = won?.ref ?? null
  if (isSameVersion(winner, profile)) return []
  const why = won?.rule ?? "no profile applies to it any more"
  const { serialNumber } = facts
  const change = { deviceId, serialNumber, from: nameAndVersion(profile), to: nameAndVersion(winner), why }
  return [{ device, change, winner }]
}

const namesOf = (planned: ReadonlyArray<Planned>, ...kinds: ReadonlyArray<ProfileChange["kind"]>) =>
  new Set(planned.filter(({ change }) => kinds.includes(change.kind)).map(({ change }) => change.name))

/**
 * Works out what some intents would do: which profiles are new, changed or retired; which devices change profile, and
 * why; which of those that wait for their setup would not come through it any more; which running deployments stay with
 * the version they began with; which derived profiles would want publishing too.
 *
 * @returns the plan, or a refusal where the profiles together would break a rule
 */
export const planRollout = (
  intents: ReadonlyArray<Intent>,
  situation: Situation,
): Result.Result<Plan, Refusal> => {
  const planned = intents.map((intent) => ({ intent, change: profileChange(intent, situation.published) }))
  const after = catalogueAfter(planned, situation)
  const pagesAfter = pageCatalogueAfter(planned, situation)
  const upheld = Result.andThen(upholdCatalogue(after), () => upholdPages(pagesAfter))
  if (Result.isFailure(upheld)) return Result.fail(upheld.failure)
  const settingsOf = settingsBy(planned, situation)
  const busy = new Set(situation.running.map(({ deviceId }) => deviceId))
  const moves = situation.devices.flatMap((device) => moving(device, after, situation.holds))
  const touched = namesOf(planned, "changed", "retired")
  const meant = new Set(intents.map(nameOf))
  const { madeAt, offered, running, tenantId } = situation
  const plan = {
    format: 1 as const,
    tenantId,
    madeAt,
    profiles: planned.map(({ change }) => change),
    devices: moves.map(({ change }) => change),
    pages: pageMoves(situation, settingsOf, { profiles: after, pages: pagesAfter }),
    stranded: moves
      .filter(({ device }) => !busy.has(device.deviceId))
      .flatMap(({ change, device, winner }) =>
        strandedBy(change, device.facts, { before: settingsOf(device.profile), after: settingsOf(winner) }),
      ),
    staying: running.filter(({ profile }) => touched.has(profile.name)),
    derived: offered.profiles
      .filter(({ name }) => !meant.has(name))
      .flatMap((published) => derivedChange(published, situation.bases)),
    overlaps: overlapsIn(after, namesOf(planned, "new", "changed")),
    warnings: intents.flatMap((intent) =>
      intent.kind === "publish" ? intent.candidate.compiled.warnings : [],
    ),
  }
  return Result.succeed({ ...plan, counts: countsOf(plan) })
}
