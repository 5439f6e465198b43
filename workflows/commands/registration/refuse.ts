import { Effect } from "effect"
import {
  alreadyRegistered,
  hardwareReplaced,
  notUnique,
  registeredElsewhere,
  registeredWithOtherParts,
} from "#domain/device"
import type { RegistrationOutcome } from "#domain/hardware"
import type { Origin } from "../execution/caller.ts"
import type { Asked } from "./asked.ts"
import { flagNotUnique, requireRemediation } from "./require-remediation.ts"
import type { Survey } from "./survey.ts"

type Told = Extract<RegistrationOutcome, { readonly verdict: unknown }>

/** The device that the outcome of a survey speaks of is told of the change of its hardware. */
const noteChange = (
  { deviceId, outcome, verdict }: Told,
  { registration: { hardware }, tenantId }: Asked,
  origin: Origin,
) => {
  const reason =
    outcome === "hardware replaced"
      ? "main parts were replaced"
      : "the hardware changed since it was registered"
  return requireRemediation({ deviceId, tenantId, hardware, verdict, reason }, origin)
}

/** Refuses the registration of a machine that is registered already; a change of its hardware is noted. */
export const refuse = Effect.fnUntraced(function* (
  outcome: Exclude<RegistrationOutcome, { outcome: "new" }>,
  { asked, found }: { readonly asked: Asked; readonly found: Survey },
  origin: Origin,
) {
  const { hardware } = asked.registration
  const several = found.candidates.filter(({ verdict }) => verdict.verdict !== "different")
  if (several.length > 1) yield* flagNotUnique(several, hardware)
  switch (outcome.outcome) {
    case "registered elsewhere":
      return yield* registeredElsewhere()
    case "not unique":
      return yield* notUnique()
    case "already registered":
      return yield* outcome.rehash
        ? registeredWithOtherParts(yield* noteChange(outcome, asked, origin))
        : alreadyRegistered()
    case "hardware replaced":
      return yield* hardwareReplaced(hardware.serialNumber, yield* noteChange(outcome, asked, origin))
  }
})
