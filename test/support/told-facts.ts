import type { EspPhase, Scenario } from "#domain/deployment"
import type { DeviceFact } from "#domain/device"
import type { EnrolmentFact } from "#domain/enrolment"
import type { HardwareSummary } from "#domain/hardware"
import { Timestamp } from "#domain/kernel"
import type { PartnerFact, PartnerFactOf } from "#domain/partner"
import type { MachineRef } from "#domain/profile"

// Facts of a device as its log tells them, for the read models: each a function of its attempt.

/** What is kept of a plain machine; `over` replaces parts of it. */
export const someHardware = (over: Partial<HardwareSummary> = {}): HardwareSummary => ({
  fingerprint: "0".repeat(64),
  capturedAt: null,
  osBuild: "10.0.26100.4351",
  toolBuild: null,
  toolVersion: 9,
  manufacturer: "Contoso",
  model: "Contoso Book 1",
  serialNumber: "CTS-0000042",
  sku: "CB1-SKU",
  family: "Contoso Book",
  uuid: null,
  ekDigest: null,
  tpmVersion: null,
  productKeyId: null,
  adapters: [
    { mac: "02-00-5E-00-42-01", medium: 14, bus: "PCI" },
    { mac: "02-00-5E-00-42-02", medium: 9, bus: "PCI" },
  ],
  systemDisk: null,
  disks: [],
  memoryGiB: 16,
  processor: null,
  videoAdapters: [],
  ...over,
})

/** A published profile as events name it. */
export const refOf = (name: string, version = 1): MachineRef => ({
  profileId: `profile of ${name}`,
  name,
  version,
  digest: `${name}@${version}`,
})

export const registered = (
  over: Partial<Extract<DeviceFact, { type: "DeviceRegistered" }>["data"]> = {},
): DeviceFact => ({
  type: "DeviceRegistered",
  data: {
    method: "manual",
    life: 1,
    hardware: someHardware(),
    groupTag: null,
    orderId: null,
    purchaseOrder: null,
    productKey: null,
    authorization: null,
    import: null,
    lifecycle: refOf("lifecycle"),
    claims: [],
    ...over,
  },
})

export const assigned = (name: string, version = 1): DeviceFact => ({
  type: "ProfileAssigned",
  data: { profile: refOf(name, version), candidates: [], catalogue: 1 },
})

export const started = (attempt = 1, name = "sales", scenario: Scenario = "user-driven"): DeviceFact => ({
  type: "DeploymentStarted",
  data: {
    attempt,
    scenario,
    profile: refOf(name),
    fingerprint: "0".repeat(64),
    osBuild: "10.0.26200.7840",
    verdict: "same",
    score: 100,
  },
})

const delivered = (attempt = 1, name = "sales"): DeviceFact => ({
  type: "ProfileDelivered",
  data: { attempt, profile: refOf(name) },
})

export const connected = (attempt = 1): DeviceFact => ({
  type: "NetworkConnected",
  data: { attempt, medium: "wifi" },
})

export const answered = (attempt = 1): DeviceFact => ({
  type: "OobeAnswered",
  data: { attempt, answers: { region: "GB" } },
})

export const attested = (attempt = 1): DeviceFact => ({ type: "TpmAttested", data: { attempt } })

/** Ann signs in. */
export const signedIn = (attempt = 1, licensed = true): DeviceFact => ({
  type: "UserSignedIn",
  data: {
    attempt,
    userId: "ann",
    tenantMatched: true,
    licensed,
    licences: licensed ? ["INTUNE"] : [],
    directoryRevision: 1,
  },
  personal: [{ subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }],
})

export const joined = (attempt = 1): DeviceFact => ({
  type: "DeviceJoined",
  data: { attempt, join: "entra", entraDeviceId: "entra-1" },
})

export const enrolled = (attempt = 1): DeviceFact => ({
  type: "DeviceEnrolled",
  data: { attempt, managedDeviceId: `managed-${attempt}`, deviceName: "CTS-42" },
})

export const phaseStarted = (phase: EspPhase, attempt = 1): DeviceFact => ({
  type: "EspPhaseStarted",
  data: { attempt, phase, tracked: [{ category: "applications", item: "Office", blocking: true }] },
})

export const phaseCompleted = (phase: EspPhase, attempt = 1): DeviceFact => ({
  type: "EspPhaseCompleted",
  data: { attempt, phase },
})

export const appFailed = (phase: EspPhase, attempt = 1): DeviceFact => ({
  type: "EspFailed",
  data: { attempt, phase, category: "applications", item: "Office", code: "0x87D1041C" },
})

export const retried = (attempt = 1): DeviceFact => ({ type: "RetryChosen", data: { attempt } })

export const released = (attempt = 1): DeviceFact => ({ type: "DesktopReleased", data: { attempt } })

export const succeeded = (
  attempt = 1,
  outcome: "success" | "successWithTimeout" = "success",
): DeviceFact => ({
  type: "DeploymentSucceeded",
  data: { attempt, outcome },
})

/** From the device's start to its enrolment, by Ann. */
export const upToEnrolled = (attempt = 1): ReadonlyArray<DeviceFact> => [
  started(attempt),
  delivered(attempt),
  connected(attempt),
  answered(attempt),
  signedIn(attempt),
  joined(attempt),
  enrolled(attempt),
]

/** The facts a minute after each other, the first one at a minute. */
export const minutely = <Fact extends DeviceFact>(first: number, facts: ReadonlyArray<Fact>) =>
  facts.map((fact, index) => ({ ...fact, minute: first + index }))

const SCOPE = { acts: ["register"], groupTags: ["sales"] } as const
const UNTIL = Timestamp.make("2040-01-01T00:00:00.000Z")

export const authorizationRequested = (
  authorizationId: string,
  over: Partial<PartnerFactOf<"PartnerAuthorizationRequested">["data"]> = {},
): PartnerFact => ({
  type: "PartnerAuthorizationRequested",
  data: {
    authorizationId,
    partnerId: "northwind",
    partnerName: "Northwind",
    kind: "direct-csp",
    providers: [],
    scope: SCOPE,
    until: UNTIL,
    ...over,
  },
})

export const authorizationGranted = (authorizationId: string): PartnerFact => ({
  type: "PartnerAuthorizationGranted",
  data: { authorizationId, scope: SCOPE, until: UNTIL, replaces: null },
})

/** A device that enrols without being registered, and what comes of it up to its registration. */
export const conversion: ReadonlyArray<EnrolmentFact> = [
  {
    type: "DeviceEnrolledOrdinarily",
    data: {
      number: 1,
      managedDeviceId: "m1",
      deviceName: "CTS-42",
      ownership: "corporate",
      manufacturer: "Contoso",
      model: "Contoso Book 1",
      serialNumber: "CTS-0000042",
      osVersion: null,
      userId: "ann",
      registeredAs: null,
    },
  },
  { type: "HashRequested", data: { profile: refOf("sales"), until: UNTIL } },
  { type: "HashReported", data: { hardware: someHardware(), profile: refOf("sales") } },
  { type: "DeviceConverted", data: { deviceId: "d1", profile: refOf("sales") } },
  { type: "OrdinaryEnrolmentEnded", data: { act: "retire", reason: "sold" } },
]
