import { Refusal } from "#domain/kernel"

/** Source: Windows Autopilot deployment profiles, limits: 350 profiles a tenant. */
export const MOST_PROFILES = 350

/** 809: no profile of this name is offered. */
export const profileUnknown = () =>
  new Refusal({
    kind: "unknown",
    code: "profile-unknown",
    number: "809",
    what: "No such profile is published.",
    remedy: "List the profiles to see their names.",
  })

/** The profile never had a version of this number. */
export const versionUnknown = (name: string, version: number, newest: number) =>
  new Refusal({
    kind: "unknown",
    code: "profile-version-unknown",
    what: `The profile "${name}" has no version ${version}: its newest is ${newest}.`,
    remedy: "Its history tells what each version was.",
  })

/** Somebody published or retired the profile since it was looked at. */
export const profileMoved = (name: string, expected: number, found: number) =>
  new Refusal({
    kind: "conflict",
    code: "profile-moved",
    what: `The profile "${name}" is at version ${found}, not at ${expected} any more.`,
    remedy: "Look at what it says now, then decide again.",
  })

/** Source: Intune, "Another Profile is already assigned to All Devices." */
export const anotherDefault = (name: string) =>
  new Refusal({
    kind: "conflict",
    code: "default-exists",
    what: `Another profile, "${name}", is assigned to all devices already: a tenant has one default.`,
    remedy: `Retire "${name}" in the same plan, or assign this one by group tags, orders or groups.`,
  })

/** A tenant has as many profiles as it may have. */
export const tooManyProfiles = () =>
  new Refusal({
    kind: "conflict",
    code: "profiles-too-many",
    what: `A tenant has at most ${MOST_PROFILES} profiles.`,
    remedy: "Retire some that nobody needs.",
  })

/** Source: Intune, Enrollment Status Page: at most 51 profiles, the default among them. */
export const MOST_PAGES = 51

/** A tenant has as many pages as it may have. */
export const tooManyPages = () =>
  new Refusal({
    kind: "conflict",
    code: "pages-too-many",
    what: `A tenant has at most ${MOST_PAGES} Enrollment Status Pages, the default among them.`,
    remedy: "Retire some that nobody needs.",
  })

/** A tenant has one page for all devices. */
export const anotherDefaultPage = (name: string, other: string) =>
  new Refusal({
    kind: "conflict",
    code: "default-page-exists",
    what: `The pages "${other}" and "${name}" are both for all devices: a tenant has one default page.`,
    remedy: "Retire one of them in the same plan, or give it a priority and say whom it is for.",
  })

/** Two pages claim one place in the order. */
export const priorityTaken = ({
  name,
  other,
  priority,
}: {
  readonly name: string
  readonly other: string
  readonly priority: number
}) =>
  new Refusal({
    kind: "conflict",
    code: "page-priority-taken",
    what: `The pages "${other}" and "${name}" both have the priority ${priority}.`,
    remedy: "Give each page a priority of its own; pages that change places go into one plan.",
  })

/** A name belongs to a profile or to a page for ever. */
export const nameTaken = (name: string, by: string) =>
  new Refusal({
    kind: "conflict",
    code: "profile-name-taken",
    what: `The name "${name}" is that of ${by}.`,
    remedy: "Choose another name: histories of the two would run together.",
  })
