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
