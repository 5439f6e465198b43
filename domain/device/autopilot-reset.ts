import { Result } from "effect"
import { Refusal } from "#domain/kernel"
import type { DeviceCommand } from "./commands.ts"
import type { Decision } from "./decision.ts"
import { noIntuneRecord } from "./deregistration.ts"
import { outOfOrder } from "./refusals.ts"
import type { DeviceState, Registration } from "./state.ts"

/** The commands of a Windows Autopilot Reset: to begin one, and what the device says of it. */
export type ResetCommand = Extract<DeviceCommand, { type: "StartAutopilotReset" | "ReportAutopilotReset" }>

/** Whether a command is one of a Windows Autopilot Reset. */
export const isReset = (command: DeviceCommand): command is ResetCommand =>
  command.type === "StartAutopilotReset" || command.type === "ReportAutopilotReset"

/** Source: Windows Autopilot Reset: "removes personal files, apps, and settings", and what it keeps. */
const KEEPS = [
  "entra-identity",
  "intune-enrolment",
  "wifi",
  "provisioning-packages",
  "scep-certificates",
] as const
const DROPS = ["apps", "files", "settings"] as const

const notForHybrid = () =>
  new Refusal({
    kind: "unprocessable",
    code: "reset-not-for-hybrid",
    what: "Windows Autopilot Reset does not support devices that are joined to an on-premises domain.",
    remedy: "Wipe the device in Intune; it is then set up anew.",
  })

const stillDeploying = (attempt: number) =>
  new Refusal({
    kind: "conflict",
    code: "deployment-running",
    what: `Attempt ${attempt} of this device is still running.`,
    remedy: "Wait for its end, or reset the device at its setup page.",
  })

const start = (
  { attempt }: DeviceState,
  { managedDeviceId, resetting }: Registration,
  { how }: Extract<ResetCommand, { type: "StartAutopilotReset" }>,
): Decision => {
  if (resetting !== null) return Result.succeed([])
  if (managedDeviceId === null) return Result.fail(noIntuneRecord())
  if (attempt?.scenario === "user-driven-hybrid") return Result.fail(notForHybrid())
  if (attempt !== null && attempt.ended === null) return Result.fail(stillDeploying(attempt.number))
  // Who resets a device from afar takes it away from its user; whoever signs in next owns it.
  const primaryUser = how === "remote" ? "removed" : "kept"
  return Result.succeed([
    { type: "AutopilotResetStarted", data: { how, keeps: KEEPS, drops: DROPS, primaryUser } },
  ])
}

/**
 * Decides a Windows Autopilot Reset. It keeps the device's enrolment and its identity in the directory, so it is no new
 * attempt and has no row in the deployments report; a wipe ends the Intune record, and the next setup is a new attempt.
 *
 * Source: Windows Autopilot Reset. A device whose recovery environment is off answers 0x80070032.
 */
export const decideReset = (
  state: DeviceState,
  registration: Registration,
  command: ResetCommand,
): Decision => {
  if (command.type === "StartAutopilotReset") return start(state, registration, command)
  if (registration.resetting === null)
    return Result.fail(outOfOrder("The end of an Autopilot Reset", "none was begun"))
  return Result.succeed([
    command.code === null
      ? { type: "AutopilotResetCompleted", data: { userId: command.userId } }
      : { type: "AutopilotResetFailed", data: { code: command.code } },
  ])
}
