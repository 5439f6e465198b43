import { Refusal, type Timestamp } from "#domain/kernel"

/** There is no such enrolment, or its record was removed. */
export const notEnrolled = () =>
  new Refusal({
    kind: "unknown",
    code: "device-not-enrolled",
    what: "This tenant has no such enrolled device.",
    remedy: "Enrol the device again.",
  })

/** Nobody asked the device for its hash, or it answered already. */
export const hashNotRequested = () =>
  new Refusal({
    kind: "conflict",
    code: "hash-not-requested",
    what: "The device was not asked for its hardware hash, or has reported it already.",
    remedy: "Ask for the device's commands, and report the hash when they say so.",
  })

/** The device took too long. */
export const hashRequestExpired = (until: Timestamp) =>
  new Refusal({
    kind: "conflict",
    code: "hash-request-expired",
    what: `The device was to report its hardware hash until ${until}.`,
    remedy: "Publish a new version of the profile: it asks those devices anew that did not answer.",
  })

/** The hash is not the enrolled device's. */
export const hashOfAnother = (enrolled: string, inHash: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "hash-of-another-device",
    what: `The hardware hash is of the machine "${inHash}", but the enrolled device is "${enrolled}".`,
    remedy: "Capture the hash on the device that was asked.",
  })
