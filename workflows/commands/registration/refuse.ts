import { Effect } from "effect"
import { alreadyRegistered, hardwareReplaced, notUnique, registeredElsewhere } from "#domain/device"
import type { HardwareSummary, RegistrationOutcome } from "#domain/hardware"
import { followUp, type Origin } from "../caller.ts"
import { executeDevice } from "../execute-device.ts"

/** The device that the outcome of a survey speaks of is told of the change of its hardware. */
const requireRemediation = Effect.fnUntraced(function* (
  { outcome, deviceId, verdict }: Extract<RegistrationOutcome, { readonly verdict: unknown }>,
  origin: Origin,
) {
  const { evidence, score, verdict: kind } = verdict
  const reason =
    outcome === "hardware replaced"
      ? "main parts were replaced"
      : "the hardware changed since it was registered"
  const command = { type: "RequireRemediation", reason, verdict: kind, score, evidence } as const
  yield* executeDevice({ deviceId, command }, followUp(origin, "require-remediation"))
})

/** Refuses the registration of a machine that is registered already; a change of its hardware is noted. */
export const refuse = Effect.fnUntraced(function* (
  outcome: Exclude<RegistrationOutcome, { outcome: "new" }>,
  hardware: HardwareSummary,
  origin: Origin,
) {
  switch (outcome.outcome) {
    case "registered elsewhere":
      return yield* registeredElsewhere()
    case "not unique":
      return yield* notUnique()
    case "already registered":
      if (outcome.rehash) yield* requireRemediation(outcome, origin)
      return yield* alreadyRegistered()
    case "hardware replaced":
      yield* requireRemediation(outcome, origin)
      return yield* hardwareReplaced(hardware.serialNumber)
  }
})
