import { Schema } from "effect"
import { EspPhase } from "#domain/deployment"
import { type DeviceFact, type DeviceState, failedItem } from "#domain/device"
import { Outcome } from "#domain/profile"
import type { Emission } from "./statechart.ts"

const Phase = Schema.Struct({ phase: EspPhase })
const Ended = Schema.Struct({ outcome: Schema.Literals(["success", "successWithTimeout"]) })
const Failed = Schema.Struct({
  reason: Schema.optionalKey(Schema.String),
  code: Schema.optionalKey(Schema.String),
})

const espFailed = (state: DeviceState, attempt: number, emission: Emission): DeviceFact => {
  const { phase } = Schema.decodeUnknownSync(Phase)(emission)
  const item = failedItem(state.attempt?.phases[phase])
  return {
    type: "EspFailed",
    data: {
      attempt,
      phase,
      category: item?.category ?? "applications",
      item: item?.item ?? "",
      code: item?.code ?? null,
    },
  }
}

const deploymentFailed = (state: DeviceState, attempt: number, emission: Emission): DeviceFact => {
  const { code, reason } = Schema.decodeUnknownSync(Failed)(emission)
  const failure = state.attempt?.failure
  return {
    type: "DeploymentFailed",
    data: {
      attempt,
      reason: failure?.what ?? reason ?? "the deployment failed",
      code: failure?.code ?? code ?? null,
    },
  }
}

type Conclude = (state: DeviceState, attempt: number, emission: Emission) => DeviceFact

/** The closed list of what a statechart can conclude, each with how the event's data comes from the state. */
const CONCLUSIONS: { readonly [event: string]: Conclude } = {
  EspPhaseCompleted: (_state, attempt, emission) => ({
    type: "EspPhaseCompleted",
    data: { attempt, phase: Schema.decodeUnknownSync(Phase)(emission).phase },
  }),
  EspFailed: espFailed,
  DesktopReleased: (_state, attempt) => ({ type: "DesktopReleased", data: { attempt } }),
  DeploymentSucceeded: (_state, attempt, emission) => ({
    type: "DeploymentSucceeded",
    data: { attempt, outcome: Outcome.make(Schema.decodeUnknownSync(Ended)(emission).outcome) },
  }),
  DeploymentFailed: deploymentFailed,
}

/**
 * The event that an emission of the statechart comes to, on the state with the input applied.
 *
 * @returns undefined for an emission that is not in the closed list; the language refuses to publish one
 */
export const conclude = (state: DeviceState, emission: Emission): DeviceFact | undefined =>
  state.attempt === null ? undefined : CONCLUSIONS[emission.event]?.(state, state.attempt.number, emission)
