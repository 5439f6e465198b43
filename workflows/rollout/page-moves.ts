import {
  choosePage,
  isSameVersion,
  offeringPage,
  type PageCatalogue,
  type ProfileCatalogue,
  scenarioOf,
  winnerFor,
  withoutPage,
} from "#domain/profile"
import type { AssignableDevice } from "#workflows/ports"
import type { Situation } from "./plan.ts"
import type { DeviceChange } from "./plan-file.ts"
import type { Planned, SettingsOf } from "./planned.ts"

/** The pages of a tenant once a plan is carried out. */
export const pageCatalogueAfter = (
  planned: ReadonlyArray<Planned>,
  { offered, profileId }: Situation,
): PageCatalogue =>
  planned.reduce((catalogue, { change, intent }) => {
    const { digest, document, kind, name, to } = change
    if (document !== "EnrollmentStatusPage") return catalogue
    if (kind === "retired") return withoutPage(catalogue, name)
    if (intent.kind === "retire" || intent.candidate.kind !== document) return catalogue
    if (to === null || digest === null) return catalogue
    const { settings } = intent.candidate.compiled
    return offeringPage(catalogue, {
      ref: { profileId: profileId(name), name, version: to, digest },
      settings,
    })
  }, offered.pages)

/** Profiles and pages as they are at one time. */
interface Offers {
  readonly profiles: ProfileCatalogue
  readonly pages: PageCatalogue
}

const pageFor = (
  { facts, userGroups }: AssignableDevice,
  { pages, profiles }: Offers,
  settingsOf: SettingsOf,
  holds: Situation["holds"],
) => {
  const ref = winnerFor(profiles, facts, holds)?.ref ?? null
  const settings = settingsOf(ref)
  // A device without a profile goes through the ordinary setup, and none of this is for it.
  if (ref === null || settings === null) return null
  const { name, version } = ref
  const profile = { name, version, hasOwnPage: settings.hasOwnPage }
  const viewer = { device: facts, scenario: scenarioOf(settings, "user"), userGroups, profile }
  const { candidates, page } = choosePage(pages, viewer, holds)
  return { ref: page?.ref ?? null, rule: candidates.find(({ won }) => won)?.rule ?? "" }
}

const nameAndVersion = (found: ReturnType<typeof pageFor>) =>
  found?.ref == null ? null : { name: found.ref.name, version: found.ref.version }

/** The devices that would see another page when they next enrol, and by which rule. */
export const pageMoves = (
  { devices, holds, offered }: Situation,
  settingsOf: SettingsOf,
  after: Offers,
): ReadonlyArray<DeviceChange> => {
  const before = { profiles: offered.catalogue, pages: offered.pages }
  // Without pages there is nothing but the sections of the profiles.
  if (before.pages.pages.length === 0 && after.pages.pages.length === 0) return []
  return devices.flatMap((device) => {
    const had = pageFor(device, before, settingsOf, holds)
    const gets = pageFor(device, after, settingsOf, holds)
    if (gets === null || isSameVersion(had?.ref ?? null, gets.ref)) return []
    const { deviceId, facts } = device
    const [from, to] = [nameAndVersion(had), nameAndVersion(gets)]
    return [{ deviceId, serialNumber: facts.serialNumber, from, to, why: gets.rule }]
  })
}
