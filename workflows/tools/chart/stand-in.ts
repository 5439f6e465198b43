import { attemptInputs, lifecycleInputs } from "#domain/device"
import type { CompiledMachine } from "#domain/profile"

/**
 * A statechart that takes whatever comes and does nothing: it stands in for the one of a device's two statecharts that
 * is not tried out.
 */
export const standIn = (kind: CompiledMachine["kind"]): CompiledMachine => {
  const inputs: ReadonlyArray<string> = kind === "attempt" ? attemptInputs : lifecycleInputs
  return {
    format: 1,
    kind,
    config: {
      id: kind,
      initial: "anything",
      states: { anything: { on: Object.fromEntries(inputs.map((event) => [event, [{}]])) } },
    },
  }
}
