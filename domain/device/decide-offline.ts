import { Result } from "effect"
import type { DeviceCommand } from "./commands.ts"
import { decideAttempt } from "./decide-attempt.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import { noIntuneRecord } from "./deregistration.ts"
import { notRegistered } from "./refusals.ts"
import type { DeviceState } from "./state.ts"

type Offline = Extract<DeviceCommand, { type: "StartOfflineDeployment" }>

const none: Decision = Result.succeed([])

const start = (
  state: DeviceState,
  { correlationId, hardware, profile, scenario, tenantId }: Offline,
): Decision => {
  // A device asks again at each reboot: a running attempt goes on.
  if (state.attempt !== null && state.attempt.ended === null) return none
  const { fingerprint, osBuild } = hardware
  const started = { attempt: state.attempts + 1, scenario, profile, fingerprint, osBuild, score: 100 }
  const offline = { correlationId, applied: true }
  return Result.succeed([
    { type: "OfflineProfilePresented", data: { tenantId, correlationId, hardware } },
    { type: "DeploymentStarted", data: { ...started, verdict: "same", offline } },
  ])
}

/** Whether a command concerns a device that is deployed by the file on its disk. */
export const isUnregistered = ({ unregistered }: DeviceState, { type }: DeviceCommand): boolean =>
  type === "StartOfflineDeployment" || unregistered !== null

/**
 * Decides what concerns a device that is deployed by the file on its disk. It needs nobody's leave to begin: its user's
 * sign-in decides what comes of it; afterwards only its Intune record can be removed.
 */
export const decideUnregistered = (
  state: DeviceState,
  command: DeviceCommand,
  context: DecisionContext,
): Decision => {
  if (command.type === "StartOfflineDeployment") return start(state, command)
  if ("attempt" in command) return decideAttempt(state, command, context)
  if (command.type !== "RemoveIntuneRecord") return Result.fail(notRegistered())
  const { act, reason } = command
  return state.unregistered?.managedDeviceId == null
    ? Result.fail(noIntuneRecord())
    : Result.succeed([{ type: "IntuneRecordRemoved", data: { reason, act } }])
}
