import { usesDeviceToken } from "#domain/deployment"
import type { Occurred } from "#domain/kernel"
import type { DeviceFact, DeviceFactOf } from "./events.ts"
import { evolveAttempt, startAttempt } from "./evolve-attempt.ts"
import { remediationOf } from "./remediation.ts"
import type { DeviceState, Registration, Unregistered } from "./state.ts"

const otherGroups = ({ registration }: DeviceState, groupId: string): ReadonlyArray<string> =>
  (registration?.groups ?? []).filter((group) => group !== groupId)

const register = (
  state: DeviceState,
  {
    claims,
    groupTag,
    hardware,
    life,
    lifecycle,
    method,
    orderId,
    ...data
  }: DeviceFactOf<"DeviceRegistered">["data"],
  { at }: Occurred,
): DeviceState => ({
  ...state,
  status: "registered",
  lives: life,
  attempt: null,
  registration: {
    life,
    method,
    hardware,
    groupTag,
    orderId,
    purchaseOrder: data.purchaseOrder,
    productKey: data.productKey,
    lifecycle,
    claims,
    registeredAt: at,
    assignedUser: null,
    name: null,
    groups: [],
    profile: null,
    catalogue: 0,
    remediation: null,
    enrolmentUsed: false,
    // The Intune record of a former life may live on: only its removal ends it.
    managedDeviceId: state.registration?.managedDeviceId ?? null,
    resetting: null,
    deregistration: null,
  },
})

const change = (state: DeviceState, changes: Partial<Registration>): DeviceState =>
  state.registration === null ? state : { ...state, registration: { ...state.registration, ...changes } }

const withRecord = (
  state: DeviceState,
  unregistered: Unregistered,
  managedDeviceId: string | null,
): DeviceState => ({ ...state, unregistered: { ...unregistered, managedDeviceId } })

const evolveRegistration = (state: DeviceState, fact: DeviceFact, occurred: Occurred): DeviceState => {
  switch (fact.type) {
    case "DeviceRegistered":
      return register(state, fact.data, occurred)
    case "TenantAssociated":
      return { ...state, tenantId: fact.data.tenantId }
    case "HardwareRehashed":
      return change(state, { hardware: fact.data.hardware, claims: fact.data.claims })
    case "RemediationRequired":
      return change(state, { remediation: remediationOf(fact.data) })
    case "RemediationResolved":
      return change(state, { remediation: null })
    case "GroupTagChanged":
      return change(state, { groupTag: fact.data.after })
    case "OrderChanged":
      return change(state, fact.data.after)
    case "UserAssigned":
      return change(state, { assignedUser: fact.data.userId })
    case "UserUnassigned":
      return change(state, { assignedUser: null })
    case "DeviceNamed":
      return change(state, { name: fact.data.after })
    case "DeviceAddedToGroup":
      return change(state, { groups: [...otherGroups(state, fact.data.groupId), fact.data.groupId] })
    case "DeviceRemovedFromGroup":
      return change(state, { groups: otherGroups(state, fact.data.groupId) })
    case "ProfileAssigned":
      return change(state, { profile: fact.data.profile, catalogue: fact.data.catalogue })
    case "ProfileUnassigned":
      return change(state, { profile: null, catalogue: fact.data.catalogue })
    case "OfflineProfilePresented": {
      const { tenantId, ...shown } = fact.data
      const managedDeviceId = state.unregistered?.managedDeviceId ?? null
      return { ...state, status: "unregistered", tenantId, unregistered: { ...shown, managedDeviceId } }
    }
    case "DeviceEnrolled":
      if (state.unregistered !== null) return withRecord(state, state.unregistered, fact.data.managedDeviceId)
      return change(state, {
        managedDeviceId: fact.data.managedDeviceId,
        enrolmentUsed: state.attempt !== null && usesDeviceToken(state.attempt.scenario),
      })
    case "AutopilotResetStarted":
      return change(state, { resetting: fact.data.how })
    case "AutopilotResetCompleted":
    case "AutopilotResetFailed":
      return change(state, { resetting: null })
    case "NextEnrollmentAllowed":
      return change(state, { enrolmentUsed: false })
    case "IntuneRecordRemoved":
      if (state.unregistered !== null) return withRecord(state, state.unregistered, null)
      return change(state, { managedDeviceId: null, enrolmentUsed: false })
    case "DeregistrationStarted": {
      const { authorization, reason, way } = fact.data
      return change(state, { deregistration: { way, reason, authorization } })
    }
    case "DeviceDeregistered":
      return { ...state, status: "deregistered" }
    case "RegistrationVoided":
      return { ...state, voided: fact.data.life }
    default:
      return state
  }
}

/**
 * Applies one event to the state of its stream. Total: whatever the log holds was decided before, so nothing is
 * checked here again.
 *
 * `occurred.at` is the event's `recordedAt`, or for a time-out the moment it was due.
 */
export const evolve = (state: DeviceState, fact: DeviceFact, occurred: Occurred): DeviceState => {
  if (fact.type === "DeploymentStarted")
    return { ...state, attempts: fact.data.attempt, attempt: startAttempt(fact.data, occurred) }
  const next = evolveRegistration(state, fact, occurred)
  return next.attempt === null ? next : { ...next, attempt: evolveAttempt(next.attempt, fact, occurred) }
}
