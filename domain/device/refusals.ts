import { Refusal } from "#domain/kernel"

/** 807: the device is not registered, or not any more. */
export const notRegistered = () =>
  new Refusal({
    kind: "unknown",
    code: "device-not-registered",
    number: "807",
    what: "This device is not registered (ZtdDeviceIsNotRegistered).",
    remedy: "Import its hardware hash first.",
  })

/** 806: the tenant already has this device. */
export const alreadyRegistered = () =>
  new Refusal({
    kind: "conflict",
    code: "device-already-registered",
    number: "806",
    what: "This device is already registered in this tenant (ZtdDeviceAlreadyAssigned).",
    remedy: "Nothing needs to be done; find it in the device list by its serial number.",
  })

/** 808: another tenant has this device. Says nothing about which one. */
export const registeredElsewhere = () =>
  new Refusal({
    kind: "conflict",
    code: "device-registered-elsewhere",
    number: "808",
    what: "This device is registered in another tenant (ZtdDeviceAssignedToOtherTenant).",
    remedy:
      "Its present owner must deregister it; with proof of purchase the operator of this service can help.",
  })

/** 813: more than one registration matches this hardware. */
export const notUnique = () =>
  new Refusal({
    kind: "conflict",
    code: "device-not-unique",
    number: "813",
    what: "This hardware matches more than one registered device (ZtdDeviceIsNotUnique).",
    remedy: "Deregister the matching devices, capture the hash from the physical device and import it again.",
  })

/** The hardware was replaced so far that the old registration must end first. */
export const hardwareReplaced = (serialNumber: string) =>
  new Refusal({
    kind: "conflict",
    code: "hardware-replaced",
    what: `This hardware replaces main parts of the registered device "${serialNumber}": it is a new device with an old registration.`,
    remedy: "Deregister the old device, then import the new hash.",
  })

/** 815: the device has no profile and the tenant no default one. */
export const noProfile = () =>
  new Refusal({
    kind: "unknown",
    code: "no-profile-assigned",
    number: "815",
    what: "No profile is assigned to this device and the tenant has no default profile (ZtdDeviceHasNoAssignedProfile).",
    remedy: "Publish a profile that applies to it, or a default one; until then the ordinary setup runs.",
  })

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
