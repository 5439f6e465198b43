import { Result } from "effect"
import type { Refusal } from "#domain/kernel"
import { assignProfile } from "./assignment.ts"
import { decideReset, isReset } from "./autopilot-reset.ts"
import type { DeviceCommand } from "./commands.ts"
import { decideAttempt } from "./decide-attempt.ts"
import { decideLeaving, isLeaving } from "./decide-leaving.ts"
import { decideUnregistered, isUnregistered } from "./decide-offline.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import { leaving } from "./deregistration.ts"
import type { DeviceFact } from "./events.ts"
import { alreadyRegistered, badDeviceName, noProfile, notRegistered } from "./refusals.ts"
import { decideRemediation } from "./remediation.ts"
import { type DeviceState, nextLife, type Registration } from "./state.ts"

/** 1 to 15 letters, digits and hyphens, not digits only. Source: Windows Autopilot, "Apply device name template". */
const DEVICE_NAME = /^(?!\d+$)[A-Za-z0-9-]{1,15}$/

const none: Decision = Result.succeed([])
const one = (fact: DeviceFact): Decision => Result.succeed([fact])

const register = (state: DeviceState, command: Extract<DeviceCommand, { type: "Register" }>): Decision => {
  if (state.status === "registered") return Result.fail(alreadyRegistered())
  const { assignedUser, tenantId, type: _type, ...data } = command
  const { authorization, import: from, method } = data
  const facts: Array<DeviceFact> = [
    { type: "DeviceRegistered", data: { ...data, life: nextLife(state) } },
    { type: "TenantAssociated", data: { tenantId, method, authorization, import: from } },
  ]
  if (assignedUser !== null) facts.push({ type: "UserAssigned", data: { userId: assignedUser } })
  return Result.succeed(facts)
}

const startDeployment = (
  state: DeviceState,
  command: Extract<DeviceCommand, { type: "StartDeployment" }>,
): Decision => {
  // A device asks again at each reboot: a running attempt goes on.
  if (state.attempt !== null && state.attempt.ended === null) return none
  if (command.profile === null) return Result.fail(noProfile())
  const { type: _type, profile, ...seen } = command
  const attempt = state.attempts + 1
  return Result.succeed([
    {
      type: "DeploymentStarted",
      data: { ...seen, profile: command.profile, attempt },
    },
    { type: "ProfileDelivered", data: { attempt, profile: command.profile } },
  ])
}

const changeOrder = (
  { orderId, purchaseOrder }: Registration,
  command: Extract<DeviceCommand, { type: "ChangeOrder" }>,
): Decision => {
  const { type: _type, ...after } = command
  return orderId === after.orderId && purchaseOrder === after.purchaseOrder
    ? none
    : one({ type: "OrderChanged", data: { before: { orderId, purchaseOrder }, after } })
}

const changeGroup = (
  { groups }: Registration,
  { groupId, name, type }: Extract<DeviceCommand, { type: "AddToGroup" | "RemoveFromGroup" }>,
): Decision => {
  const isMember = groups.includes(groupId)
  if (type === "AddToGroup")
    return isMember ? none : one({ type: "DeviceAddedToGroup", data: { groupId, name } })
  return isMember ? one({ type: "DeviceRemovedFromGroup", data: { groupId, name } }) : none
}

const decideRegistered = (
  registration: Registration,
  command: DeviceCommand,
  { holds }: DecisionContext,
): Decision => {
  switch (command.type) {
    case "RequireRemediation":
    case "ResolveRemediation":
    case "Rehash":
      return decideRemediation(registration, command)
    case "ChangeGroupTag":
      return registration.groupTag === command.groupTag
        ? none
        : one({ type: "GroupTagChanged", data: { before: registration.groupTag, after: command.groupTag } })
    case "ChangeOrder":
      return changeOrder(registration, command)
    case "AssignUser":
      return registration.assignedUser === command.userId
        ? none
        : one({ type: "UserAssigned", data: { userId: command.userId } })
    case "UnassignUser":
      return registration.assignedUser === null
        ? none
        : one({ type: "UserUnassigned", data: { userId: registration.assignedUser } })
    case "NameDevice":
      if (command.name !== null && !DEVICE_NAME.test(command.name))
        return Result.fail(badDeviceName(command.name))
      return registration.name === command.name
        ? none
        : one({ type: "DeviceNamed", data: { before: registration.name, after: command.name } })
    case "AddToGroup":
    case "RemoveFromGroup":
      return changeGroup(registration, command)
    case "AssignProfile":
      return assignProfile(registration, command.catalogue, holds)
    default:
      return none
  }
}

const decideInLife = (
  state: DeviceState,
  registration: Registration,
  command: DeviceCommand,
  context: DecisionContext,
): Decision => {
  if (command.type === "StartDeployment") return startDeployment(state, command)
  if (isReset(command)) return decideReset(state, registration, command)
  if ("attempt" in command) return decideAttempt(state, command, context)
  return decideRegistered(registration, command, context)
}

/**
 * Decides a command on the state of its stream: the rules that hold under every profile.
 *
 * What a profile's workflow allows at this moment is asked of the statechart afterwards.
 *
 * @returns the events that record the decision, none when nothing would change, or a {@link Refusal}
 */
export const decide = (state: DeviceState, command: DeviceCommand, context: DecisionContext): Decision => {
  if (command.type === "ElapseDeadlines") return none
  if (command.type === "Register") return register(state, command)
  if (command.type === "VoidRegistration")
    return command.life === nextLife(state)
      ? one({ type: "RegistrationVoided", data: { life: command.life, reason: command.reason } })
      : none
  if (isUnregistered(state, command)) return decideUnregistered(state, command, context)
  if (isLeaving(command)) return decideLeaving(state, command)
  if (state.status !== "registered" || state.registration === null) return Result.fail(notRegistered())
  if (command.type === "VoidRehash") return decideRemediation(state.registration, command)
  if (state.registration.deregistration !== null)
    return command.type === "AssignProfile" ? none : Result.fail(leaving())
  return decideInLife(state, state.registration, command, context)
}
