import type { DeviceFact, DeviceFactOf, DeviceFactType } from "#domain/device"
import type { MachineRef, ProfileSettings } from "#domain/profile"
import { capture, NOTEBOOK } from "./machines.ts"

const LIFECYCLE: MachineRef = { profileId: "lifecycle", name: "lifecycle", version: 1, digest: "l" }
export const DEFAULT_PROFILE: MachineRef = {
  profileId: "p-default",
  name: "default",
  version: 1,
  digest: "d",
}
export const SALES_PROFILE: MachineRef = { profileId: "p-sales", name: "sales", version: 1, digest: "d" }

/** An event of one type; what is not said is what it mostly is. */
export const fact = <Type extends DeviceFactType>(type: Type, data: DeviceFactOf<Type>["data"]) =>
  ({ type, data }) as Extract<DeviceFact, { readonly type: Type }>

/** A notebook of tenant `t1`, registered by hand. */
export const registered: ReadonlyArray<DeviceFact> = [
  fact("DeviceRegistered", {
    method: "manual",
    life: 1,
    hardware: capture(NOTEBOOK),
    groupTag: null,
    orderId: null,
    purchaseOrder: null,
    productKey: null,
    authorization: null,
    import: null,
    lifecycle: LIFECYCLE,
    claims: ["hardware-ek~1"],
  }),
  fact("TenantAssociated", { tenantId: "t1" }),
]

export const started: ReadonlyArray<DeviceFact> = [
  ...registered,
  fact("ProfileAssigned", { profile: DEFAULT_PROFILE, candidates: [], catalogue: 1 }),
  fact("DeploymentStarted", {
    attempt: 1,
    scenario: "user-driven",
    profile: DEFAULT_PROFILE,
    fingerprint: "f",
    osBuild: null,
    verdict: "same",
    score: 100,
  }),
]

/** Up to the join, by a user with or without a licence. */
export const joinedBy = (licensed: boolean): ReadonlyArray<DeviceFact> => [
  ...started,
  fact("NetworkConnected", { attempt: 1, medium: "wifi" }),
  fact("OobeAnswered", { attempt: 1, answers: {} }),
  fact("UserSignedIn", {
    attempt: 1,
    userId: "ann",
    tenantMatched: true,
    licensed,
    licences: licensed ? ["INTUNE"] : [],
    directoryRevision: 0,
  }),
  fact("DeviceJoined", { attempt: 1, join: "entra", entraDeviceId: "e" }),
]

export const enrolledByAnn: ReadonlyArray<DeviceFact> = [
  ...joinedBy(true),
  fact("DeviceEnrolled", { attempt: 1, managedDeviceId: "m", deviceName: "SALES-1" }),
]

const NO_ITEMS = {
  securityPolicies: [],
  certificates: [],
  networkConnections: [],
  blockingApps: "all",
  otherApps: [],
  appTimeLimitMillis: null,
  appTimeLimits: {},
} as const

/** Settings that offer every choice, with two retries; some of it changed. */
export const settings = (changes: Partial<ProfileSettings["enrollmentStatus"]> = {}): ProfileSettings => ({
  name: "default",
  title: "",
  description: "",
  assign: {
    allDevices: true,
    groupTags: [],
    orderIds: [],
    purchaseOrders: [],
    groups: [],
    excludeGroups: [],
    where: null,
  },
  device: {
    type: "windows-pc",
    join: "entra",
    skipDomainControllerCheck: false,
    nameTemplate: null,
    namePrefix: null,
    convertTargeted: false,
  },
  oobe: {
    mode: "user-driven",
    userType: "standard",
    locale: "os-default",
    hide: [],
    preProvisioning: "forbidden",
  },
  enrollmentStatus: {
    show: true,
    timeoutMillis: 3_600_000,
    message: "",
    onFailure: { collectLogs: true, retryLimit: 2, reset: true, continueAnyway: true },
    onlyOobe: true,
    onlyFirstUser: true,
    qualityUpdates: true,
    blockUse: true,
    failOnlyBlocking: true,
    devicePreparation: NO_ITEMS,
    deviceSetup: NO_ITEMS,
    accountSetup: NO_ITEMS,
    ...changes,
  },
  signals: ["ApprovalGranted"],
  hasOwnPage: true,
  scopeTags: [],
})
