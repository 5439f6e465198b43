import { DEPLOYMENT_CODES, findCode } from "#domain/codes"
import { Refusal } from "#domain/kernel"
import type { DeviceFact } from "./events.ts"

const signInRefused = (reason: "wrong-tenant" | "unknown-user", number: string | null) => {
  const { cure, meaning } = DEPLOYMENT_CODES[reason]
  return new Refusal({
    kind: "forbidden",
    code: reason,
    ...(number === null ? {} : { number }),
    what: meaning,
    remedy: cure,
  })
}

const refused = (code: string, number: string, reason: string) =>
  new Refusal({
    kind: "forbidden",
    code,
    number,
    what: `The service refused: ${reason}.`,
    remedy:
      findCode("deployment", number)?.cure ??
      "Have an administrator put it right, then set the device up again.",
  })

/** What was refused before the device's eyes, in words; undefined for every other fact. Unlike other refusals it is recorded. */
export const recordedRefusal = (fact: DeviceFact): Refusal | undefined => {
  switch (fact.type) {
    case "SignInRefused":
      return signInRefused(fact.data.reason, fact.data.code)
    case "JoinRefused":
      return refused("join-refused", fact.data.code, fact.data.reason)
    case "EnrollmentRefused":
      return refused("enrollment-refused", fact.data.code, fact.data.reason)
    case "AttestationFailed":
      return refused("attestation-failed", fact.data.code, "the TPM could not be attested")
    default:
      return undefined
  }
}
