import { Schema } from "effect"
import type { DeviceFact, DeviceState, lifecycleInputs } from "#domain/device"
import { deploymentOf, type GivenDevice, registrationOf } from "./given-device.ts"
import { type Happening, happening, plain } from "./happening.ts"
import { REFS } from "./stage.ts"

const Text = Schema.NullOr(Schema.NonEmptyString)

const REASON = "tried out"

/** A registration's events are facts on a stage: who may cause them, and when, is not the business of its statechart. */
const fact = (made: (device: DeviceState) => DeviceFact): Happening =>
  plain(({ device }) => ({ fact: made(device) }))

const attemptOf = ({ attempts }: DeviceState): number => Math.max(attempts, 1)

const registered = (device: DeviceState, given: GivenDevice): DeviceFact => {
  const {
    assignedUser: _user,
    tenantId: _tenant,
    type: _type,
    ...data
  } = registrationOf(given, REFS.lifecycle)
  return { type: "DeviceRegistered", data: { ...data, life: device.lives + 1 } }
}

type LifecycleInput = (typeof lifecycleInputs)[number]

/** What can happen to a registration, by the names that workflows use. */
export const lifecycleEvents = (given: GivenDevice): { readonly [event in LifecycleInput]: Happening } => ({
  DeviceRegistered: fact((device) => registered(device, given)),
  TenantAssociated: fact(() => ({ type: "TenantAssociated", data: { tenantId: "tenant" } })),
  HardwareRehashed: fact(({ registration }) => ({
    type: "HardwareRehashed",
    data: {
      hardware: registration?.hardware ?? registrationOf(given, REFS.lifecycle).hardware,
      verdict: "changed",
      score: 80,
      evidence: [],
      claims: [],
    },
  })),
  RemediationRequired: fact(() => ({
    type: "RemediationRequired",
    data: { reason: REASON, verdict: "replaced", score: 20, evidence: [] },
  })),
  RemediationResolved: fact(() => ({ type: "RemediationResolved", data: { how: REASON } })),
  GroupTagChanged: happening(
    Schema.Struct({ groupTag: Schema.optionalKey(Text) }),
    ({ groupTag = "sales" }, { device }) => ({
      fact: {
        type: "GroupTagChanged",
        data: { before: device.registration?.groupTag ?? null, after: groupTag },
      },
    }),
  ),
  OrderChanged: fact(({ registration }) => {
    const before = {
      orderId: registration?.orderId ?? null,
      purchaseOrder: registration?.purchaseOrder ?? null,
    }
    return { type: "OrderChanged", data: { before, after: { ...before, orderId: "order" } } }
  }),
  AutopilotResetStarted: fact(() => ({
    type: "AutopilotResetStarted",
    data: { how: "remote", keeps: [], drops: [], primaryUser: "removed" },
  })),
  AutopilotResetCompleted: fact(() => ({ type: "AutopilotResetCompleted", data: { userId: null } })),
  AutopilotResetFailed: fact(() => ({ type: "AutopilotResetFailed", data: { code: "0x80070032" } })),
  UserAssigned: fact(() => ({ type: "UserAssigned", data: { userId: "user" } })),
  UserUnassigned: fact(() => ({ type: "UserUnassigned", data: { userId: "user" } })),
  DeviceNamed: happening(
    Schema.Struct({ name: Schema.optionalKey(Text) }),
    ({ name = "PC-1" }, { device }) => ({
      fact: { type: "DeviceNamed", data: { before: device.registration?.name ?? null, after: name } },
    }),
  ),
  ProfileAssigned: fact(() => ({
    type: "ProfileAssigned",
    data: { profile: REFS.attempt, candidates: [], catalogue: 1 },
  })),
  ProfileUnassigned: fact(() => ({ type: "ProfileUnassigned", data: { candidates: [], catalogue: 1 } })),
  ProfileDelivered: fact((device) => ({
    type: "ProfileDelivered",
    data: { attempt: attemptOf(device), profile: REFS.attempt },
  })),
  NextEnrollmentAllowed: fact(() => ({ type: "NextEnrollmentAllowed", data: { reason: REASON } })),
  DeviceDeregistered: fact(() => ({ type: "DeviceDeregistered", data: { reason: REASON } })),
  DeploymentStarted: fact(({ attempts }) => {
    const { type: _type, ...data } = deploymentOf(REFS.attempt, "user-driven")
    return { type: "DeploymentStarted", data: { ...data, profile: REFS.attempt, attempt: attempts + 1 } }
  }),
  DeploymentSucceeded: fact((device) => ({
    type: "DeploymentSucceeded",
    data: { attempt: attemptOf(device), outcome: "success" },
  })),
  DeploymentFailed: fact((device) => ({
    type: "DeploymentFailed",
    data: { attempt: attemptOf(device), reason: REASON, code: null },
  })),
  DeviceReset: fact((device) => ({ type: "DeviceReset", data: { attempt: attemptOf(device) } })),
  IntuneRecordRemoved: fact(() => ({ type: "IntuneRecordRemoved", data: { reason: REASON } })),
})
