import { attemptInputs, conclusions, lifecycleInputs } from "#domain/device"
import type { CompiledMachine } from "#domain/profile"

/** The kinds of statechart. */
export type MachineKind = CompiledMachine["kind"]

/** The events that a statechart of a kind takes, beside signals. */
export const inputsOf = (kind: MachineKind): ReadonlyArray<string> =>
  kind === "attempt" ? attemptInputs : lifecycleInputs

/** What a statechart may emit. */
export const emissions: ReadonlyArray<string> = conclusions

/** How the ESP sugar of the language names the phases of the domain. */
export const ESP_SUGAR = {
  preparation: "devicePreparation",
  device: "deviceSetup",
  account: "accountSetup",
} as const

/** The three ways out of an ESP phase; all of them must be given. */
export const ESP_OUTCOMES = ["EspPhaseCompleted", "EspFailed", "EspTimedOut"] as const

const isOutcome = (event: string): boolean => ESP_OUTCOMES.some((outcome) => outcome === event)

/** Tells whether an event of an `esp:` state is concluded by the page itself. */
export const isEspOutcome = isOutcome
