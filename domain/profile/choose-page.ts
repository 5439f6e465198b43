import { type Scenario, usesDeviceToken } from "#domain/deployment"
import type { Candidate } from "./candidate.ts"
import { asked, type DeviceFacts, excludedBy, type Holds, quoted, weigh } from "./choose.ts"
import type { MachineRef } from "./compiled-machine.ts"
import { groupOfDevice, groupOfUser, type KnownGroup } from "./groups.ts"
import type { EnrollmentStatus, PageAssignment, PageSettings } from "./settings.ts"

/** An Enrollment Status Page for itself, in the version that is offered now. */
export interface OfferedPage {
  readonly ref: MachineRef
  readonly settings: PageSettings
}

/** The pages that a tenant offers, and its groups; `generation` counts the changes of either. */
export interface PageCatalogue {
  readonly generation: number
  readonly pages: ReadonlyArray<OfferedPage>
  readonly groups: ReadonlyArray<KnownGroup>
}

/** For whom a page is chosen. */
export interface PageViewer {
  readonly device: DeviceFacts
  readonly scenario: Scenario
  /** The groups of whoever signed in, by their ids; null where nobody did. */
  readonly userGroups: ReadonlyArray<string> | null
  /** The profile of the attempt, and whether its own section comes before the page for all devices. */
  readonly profile: { readonly name: string; readonly version: number; readonly hasOwnPage: boolean }
}

/** What was chosen: a page for itself, or null for the section of the profile; with everything that was weighed. */
export interface ChosenPage {
  readonly page: OfferedPage | null
  readonly candidates: ReadonlyArray<Candidate>
}

/** Where a candidate stands: the device's pages, the user's, the section of the profile, the default page. */
const PLACES = ["device", "user", "profile", "default"] as const
type Place = (typeof PLACES)[number]

interface Weighed {
  readonly place: Place
  readonly priority: number
  readonly page: OfferedPage | null
  readonly name: string
  readonly version: number
  readonly rule: string
  readonly applies: boolean
  /** Why it does not apply, where there is more to say. */
  readonly because?: string | undefined
}

const SHARED = "nobody signs in before it: pages of people do not count"

/** By a group of the user. Source: Intune, ESP: self-deploying and pre-provisioned devices take pages of devices only. */
const byUser = (assign: PageAssignment, viewer: PageViewer, groups: ReadonlyArray<KnownGroup>) => {
  const isAlone = viewer.userGroups === null || usesDeviceToken(viewer.scenario)
  const group = groupOfUser(assign.userGroups, groups, viewer.userGroups ?? [])
  if (group === undefined) return undefined
  return isAlone
    ? { applies: false, rule: quoted("group of the user", group.name), because: SHARED }
    : { applies: true, rule: quoted("group of the user", group.name) }
}

/** The group that keeps a page from a device or its user, though the user is in a group that it is for. */
const excludedFor = (
  { excludeGroups }: PageAssignment,
  { device, userGroups }: PageViewer,
  groups: ReadonlyArray<KnownGroup>,
): string | undefined => {
  const out =
    groupOfDevice(excludeGroups, groups, device) ?? groupOfUser(excludeGroups, groups, userGroups ?? [])
  return out === undefined ? undefined : excludedBy(out)
}

const askedOf = (assign: PageAssignment): string => {
  const users = assign.userGroups.map((group) => quoted("group of the user", group)).join(" or ")
  const named = [assign.groupTags, assign.orderIds, assign.purchaseOrders, assign.groups].flat().length > 0
  if (users === "") return asked(assign)
  return named ? `${asked(assign)} or ${users}` : users
}

const weighPage = (
  page: OfferedPage,
  viewer: PageViewer,
  { groups, holds }: { readonly groups: ReadonlyArray<KnownGroup>; readonly holds: Holds },
): Weighed => {
  const { assign, priority } = page.settings
  const { name, version } = page.ref
  const heading = { page, name, version, priority: priority ?? 0 }
  const own = weigh(assign, viewer.device, { groups, holds })
  const place = assign.allDevices ? "default" : "device"
  if (own.applies || own.excluded !== undefined)
    return { ...heading, place, rule: own.rule, applies: own.applies, because: own.excluded }
  const user = byUser(assign, viewer, groups)
  if (user === undefined) return { ...heading, place, rule: askedOf(assign), applies: false }
  const excluded = excludedFor(assign, viewer, groups)
  if (excluded !== undefined)
    return { ...heading, place: "user", rule: user.rule, applies: false, because: excluded }
  const narrows = assign.where !== null && !holds(assign.where, viewer.device)
  return narrows
    ? { ...heading, place: "user", rule: `${user.rule}, where ${assign.where}`, applies: false }
    : { ...heading, place: "user", ...user }
}

const sectionOf = ({ profile }: PageViewer): Weighed => ({
  place: "profile",
  priority: 0,
  page: null,
  name: profile.name,
  version: profile.version,
  rule: "enrollmentStatus of the profile",
  applies: true,
})

/** The section that nobody but the shipped profiles wrote comes last of all. */
const rankOf = ({ place }: Weighed, { profile }: PageViewer): number =>
  place === "profile" && !profile.hasOwnPage ? PLACES.length : PLACES.indexOf(place)

const WON: { readonly [place in Place]: string } = {
  device: "of the pages of the device that apply, it has the best priority",
  user: "no page of the device applies, and of those of the user it has the best priority",
  profile: "no page applies that comes before it",
  default: "no other page applies",
}

const whyOf = (
  { applies, place }: Pick<Weighed, "applies" | "place">,
  before: Weighed | undefined,
): string => {
  if (!applies) return "does not apply to this device"
  return before === undefined ? WON[place] : `applies, but "${before.name}" comes before it`
}

/**
 * Chooses the Enrollment Status Page of an attempt: pages of the device by priority, then pages of the user, then what the
 * profile itself says, then the page for all devices; last what the shipped profiles say.
 *
 * Source: Intune, Enrollment Status Page, "Set priority": the device's page with the best priority, then the user's, then
 * the default.
 *
 * @returns the page, null for the profile's own section; and every candidate with its rule and why it won or lost
 */
export const choosePage = (catalogue: PageCatalogue, viewer: PageViewer, holds: Holds): ChosenPage => {
  const weighed = [
    sectionOf(viewer),
    ...catalogue.pages.map((page) => weighPage(page, viewer, { groups: catalogue.groups, holds })),
  ].toSorted((a, b) => rankOf(a, viewer) - rankOf(b, viewer) || a.priority - b.priority)
  const winner = weighed.find(({ applies }) => applies)
  return {
    page: winner?.page ?? null,
    candidates: weighed.map(({ applies, because, name, rule, version, ...one }) => ({
      name,
      version,
      rule,
      won: one.page === winner?.page,
      why: because ?? whyOf({ applies, place: one.place }, one.page === winner?.page ? undefined : winner),
    })),
  }
}

/** The settings that a choice brings about; null where the profile's own section stays. */
export const statusOf = ({ page }: ChosenPage): EnrollmentStatus | null =>
  page?.settings.enrollmentStatus ?? null
