import { type CatalogueEntry, deviceCode, registrationCode } from "#domain/codes"
import { Refusal, type RefusalKind } from "#domain/kernel"
import type { RemediationHandling } from "./remediation.ts"

/** A refusal in the words of the catalogue of codes. */
const coded = (kind: RefusalKind, code: string, entry: CatalogueEntry) =>
  new Refusal({
    kind,
    code,
    ...(entry.code === null ? {} : { number: entry.code }),
    what: `${entry.meaning.replace(/\.$/, "")} (${entry.name}).`,
    remedy: entry.cure,
  })

/** 807: the device is not registered, or not any more. */
export const notRegistered = () =>
  coded("unknown", "device-not-registered", deviceCode("ZtdDeviceIsNotRegistered"))

/** 806: the tenant already has this device. */
export const alreadyRegistered = () =>
  coded("conflict", "device-already-registered", registrationCode("ZtdDeviceAlreadyAssigned"))

/** What there is to do about a changed device: nothing where the service takes its new hash by itself. */
const takesNewHash = (handling: RemediationHandling, otherwise: string): string =>
  handling === "automatic" ? "The service takes the new hash by itself (Fix pending)." : otherwise

/** 806 as well, but the hash that was given is not the one that the device has: parts were changed. */
export const registeredWithOtherParts = (handling: RemediationHandling) => {
  const { code, kind, number, what } = alreadyRegistered()
  const remedy = takesNewHash(
    handling,
    "Its hardware has changed since: if the new hash is to hold, take it with flightlog rehash or POST /api/devices/{id}/rehash.",
  )
  return new Refusal({ kind, code, what, remedy, ...(number === undefined ? {} : { number }) })
}

/** 808: another tenant has this device. Says nothing about which one. */
export const registeredElsewhere = () =>
  coded("conflict", "device-registered-elsewhere", registrationCode("ZtdDeviceAssignedToOtherTenant"))

/** 813: more than one registration matches this hardware. */
export const notUnique = () =>
  coded("conflict", "device-not-unique", registrationCode("ZtdDeviceIsNotUnique"))

/** 908: the hardware is no longer what was registered. */
export const hardwareMismatch = () =>
  coded("conflict", "hardware-mismatch", deviceCode("SerialNumberMismatch"))

/** 908 as well, but the service takes the new hardware by itself. */
export const fixPending = () => {
  const { code, kind, number, what } = hardwareMismatch()
  const remedy =
    "The service is taking the new hardware for the device's (Fix pending): start the device again in a few minutes."
  return new Refusal({ kind, code, what, remedy, ...(number === undefined ? {} : { number }) })
}

/** The hardware was replaced so far that the old registration must end first. */
export const hardwareReplaced = (serialNumber: string, handling: RemediationHandling) =>
  new Refusal({
    kind: "conflict",
    code: "hardware-replaced",
    what: `This hardware replaces main parts of the registered device "${serialNumber}": it is a new device with an old registration.`,
    remedy: takesNewHash(
      handling,
      "Deregister the old device, then import the new hash; or take it with flightlog rehash.",
    ),
  })

/** 815: the device has no profile and the tenant no default one. */
export const noProfile = () =>
  coded("unknown", "no-profile-assigned", deviceCode("ZtdDeviceHasNoAssignedProfile"))

/** The attempt that a report belongs to is over, or was never begun. */
export const attemptOver = (attempt: number, present: number | null) =>
  new Refusal({
    kind: "conflict",
    code: "attempt-over",
    what:
      present === null
        ? `Attempt ${attempt} is over.`
        : `The report belongs to attempt ${attempt}, but attempt ${present} is running.`,
    remedy: "Discover the device's profile again to begin a new attempt.",
  })

/** Something was reported before what must come first. */
export const outOfOrder = (what: string, needs: string) =>
  new Refusal({
    kind: "conflict",
    code: "out-of-order",
    what: `${what} cannot be reported yet: ${needs}.`,
    remedy: "Report the missing step first.",
  })

/** The profile does not offer a choice. */
export const notOffered = (choice: string, why: string) =>
  new Refusal({
    kind: "forbidden",
    code: "choice-not-offered",
    what: `"${choice}" is not offered: ${why}.`,
    remedy: "An administrator can offer it under enrollmentStatus.onFailure in the profile.",
  })

const quotedNames = (names: ReadonlyArray<string>): string => names.map((name) => `"${name}"`).join(", ")

/** A signal was sent that the profile of the deployment does not declare. */
export const unknownSignal = (name: string, known: ReadonlyArray<string>) =>
  new Refusal({
    kind: "unprocessable",
    code: "signal-unknown",
    what: `The profile of this deployment declares no signal "${name}".${known.length === 0 ? "" : ` It declares ${quotedNames(known)}.`}`,
    remedy:
      'Check its name, or declare it under "signals" in the profile: a deployment keeps the version that it began with.',
  })

/** A signal was sent to a device that is not being set up. */
export const nothingWaits = (name: string) =>
  new Refusal({
    kind: "conflict",
    code: "no-deployment-running",
    what: `No deployment of the device is under way, so nothing waits for "${name}".`,
    remedy: "Send it when the device is being set up: flightlog deployments shows which are.",
  })

/** A conclusion of the statechart would break a rule that no profile can loosen. */
export const invariantBroken = (what: string, rule: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "profile-breaks-rule",
    what: `The profile's workflow concludes ${what}, but ${rule}.`,
    remedy: "Correct the workflow of the profile and publish it again.",
  })

/** A name that Windows would not take. */
export const badDeviceName = (name: string) =>
  new Refusal({
    kind: "invalid",
    code: "device-name-invalid",
    what: `${JSON.stringify(name)} is no device name.`,
    remedy: "Use 1 to 15 letters, digits and hyphens, not digits only.",
  })
