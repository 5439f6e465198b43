import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import {
  countManagedDevices,
  listManagedDevices,
  managedDevice,
  managedDevices,
} from "#projections/managed-devices"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { type GivenFact, minute, record, TENANT } from "../../support/recorded-facts.ts"
import {
  answered,
  appFailed,
  attested,
  connected,
  enrolled,
  joined,
  minutely,
  phaseStarted,
  registered,
  retried,
  signedIn,
  started,
  succeeded,
  upToEnrolled,
} from "../../support/told-facts.ts"

/** The list of the tenant once these facts are known of device d1. */
const listAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
  yield* record("device-d1", ...facts)
  yield* caughtUp
  return yield* listManagedDevices(TENANT, { top: 10, skip: 0 })
})

const world = () => Effect.provide(readModelWorld(managedDevices))

it.effect("given a registered device that nobody has signed in to, then it is not in the list", () =>
  Effect.gen(function* () {
    expect(yield* listAfter(registered())).toEqual([])
    expect(yield* listAfter(started(), connected(), answered())).toEqual([])
  }).pipe(world()),
)

it.effect(
  "given OOBE with a licensed user, then the entry has the date of the enrolment and Graph's shape",
  () =>
    Effect.gen(function* () {
      const [device] = yield* listAfter(registered(), ...minutely(10, upToEnrolled()))
      expect(device).toMatchObject({
        tenantId: TENANT,
        autopilotDeviceId: "d1",
        attempt: 1,
        enrollmentStatusPageState: "notAttempted",
      })
      expect(device?.record).toEqual({
        id: "managed-1",
        userId: "ann",
        deviceName: "CTS-42",
        managedDeviceName: "CTS-42",
        managedDeviceOwnerType: "company",
        enrolledDateTime: minute(16),
        lastSyncDateTime: minute(16),
        operatingSystem: "Windows",
        complianceState: "unknown",
        jailBroken: "Unknown",
        managementAgent: "mdm",
        managementState: "managed",
        osVersion: "10.0.26200.7840",
        easActivated: false,
        easActivationDateTime: "0001-01-01T00:00:00Z",
        azureADRegistered: true,
        azureADDeviceId: "entra-1",
        azureActiveDirectoryDeviceId: "entra-1",
        deviceEnrollmentType: "windowsAzureADJoin",
        deviceRegistrationState: "registered",
        deviceCategoryDisplayName: null,
        isSupervised: false,
        isEncrypted: false,
        emailAddress: "ann@contoso.com",
        userPrincipalName: "ann@contoso.com",
        userDisplayName: null,
        model: "Contoso Book 1",
        manufacturer: "Contoso",
        serialNumber: "CTS-0000042",
        enrollmentProfileName: "sales",
        ethernetMacAddress: "02-00-5E-00-42-01",
        wiFiMacAddress: "02-00-5E-00-42-02",
        physicalMemoryInBytes: 16 * 1024 ** 3,
        joinType: "azureADJoined",
        autopilotEnrolled: true,
      })
      expect(yield* managedDevice(TENANT, "managed-1")).toEqual(device)
      expect(yield* managedDevice("another tenant", "managed-1")).toBeUndefined()
      expect(yield* countManagedDevices(TENANT)).toBe(1)
    }).pipe(world()),
)

const steps = [connected(), answered(), signedIn(), joined(), enrolled()]

it.effect.each(steps.map(({ type }, index) => ({ type, index })))(
  "given OOBE without $type, then the device is not in the list, until that comes too",
  ({ index }) =>
    Effect.gen(function* () {
      const missing = steps.slice(index, index + 1)
      const others = steps.toSpliced(index, 1)
      expect(yield* listAfter(registered(), started(), ...others)).toEqual([])
      expect(yield* listAfter(...missing)).toHaveLength(1)
    }).pipe(world()),
)

it.effect("given a user without a licence, then the device is not in the list, whatever else it did", () =>
  Effect.gen(function* () {
    const steps = upToEnrolled().map((fact) => (fact.type === "UserSignedIn" ? signedIn(1, false) : fact))
    expect(yield* listAfter(registered(), ...steps)).toEqual([])
    expect(yield* listAfter(attested())).toEqual([])
    expect(yield* listAfter(signedIn())).toHaveLength(1)
  }).pipe(world()),
)

it.effect(
  "given steps of two attempts that make a whole only together, then the device is not in the list",
  () =>
    Effect.gen(function* () {
      const first = [started(1), connected(1), answered(1), signedIn(1)]
      expect(yield* listAfter(registered(), ...first, started(2), joined(2), enrolled(2))).toEqual([])
    }).pipe(world()),
)

it.effect(
  "given an entry, when the device is deregistered, then it stays; only the removal of its record ends it",
  () =>
    Effect.gen(function* () {
      const entry = yield* listAfter(registered(), ...upToEnrolled())
      expect(yield* listAfter({ type: "DeviceDeregistered", data: { reason: "sold" } })).toEqual(entry)
      expect(yield* listAfter(registered({ life: 2 }))).toEqual(entry)
      const removal: GivenFact = { type: "IntuneRecordRemoved", data: { reason: "retired" } }
      expect(yield* listAfter(removal)).toEqual([])
      expect(yield* listAfter(signedIn(1))).toEqual([])
    }).pipe(world()),
)

it.effect("given an entry, when its user signs in once more, then the entry is not a new one", () =>
  Effect.gen(function* () {
    const entry = yield* listAfter(registered(), ...upToEnrolled())
    expect(yield* listAfter({ ...signedIn(), minute: 30 })).toEqual(entry)
  }).pipe(world()),
)

it.effect("given a second deployment, then the entry is renewed by its enrolment and not before", () =>
  Effect.gen(function* () {
    const ids = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
      return (yield* listAfter(...facts)).map(({ record }) => record.id)
    })
    const second = upToEnrolled(2)
    expect(yield* ids(registered(), ...upToEnrolled(), ...second.slice(0, -1))).toEqual(["managed-1"])
    expect(yield* ids(enrolled(2))).toEqual(["managed-2"])
  }).pipe(world()),
)

it.effect("given the Enrollment Status Page, then the entry carries how it stands and how it ended", () =>
  Effect.gen(function* () {
    const stateAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
      return (yield* listAfter(...facts))[0]?.enrollmentStatusPageState
    })
    const phase = { ...phaseStarted("deviceSetup"), minute: 40 }
    expect(yield* stateAfter(registered(), ...upToEnrolled(), phase)).toBe("inProgress")
    expect((yield* managedDevice(TENANT, "managed-1"))?.record.lastSyncDateTime).toBe(minute(40))
    expect(yield* stateAfter(appFailed("deviceSetup"))).toBe("failure")
    expect(yield* stateAfter(retried())).toBe("inProgress")
    expect(yield* stateAfter(succeeded())).toBe("successOnRetry")
  }).pipe(world()),
)

it.effect("given a device that comes in while its page runs, then it brings the page's state along", () =>
  Effect.gen(function* () {
    const late = [registered(), ...upToEnrolled().slice(0, -1), phaseStarted("devicePreparation"), enrolled()]
    expect((yield* listAfter(...late))[0]?.enrollmentStatusPageState).toBe("inProgress")
    expect((yield* listAfter(succeeded(1, "successWithTimeout")))[0]?.enrollmentStatusPageState).toBe(
      "successWithTimeout",
    )
  }).pipe(world()),
)

it.effect(
  "given a device that deploys itself, then its attested TPM stands for the user, and none is shown",
  () =>
    Effect.gen(function* () {
      const steps = [started(1, "kiosk", "self-deploying"), connected(), joined(), enrolled()]
      expect(yield* listAfter(registered(), ...steps)).toEqual([])
      const [device] = yield* listAfter(attested())
      expect(device?.record).toMatchObject({
        userId: null,
        userPrincipalName: null,
        deviceEnrollmentType: "windowsAzureADJoinUsingDeviceAuth",
      })
    }).pipe(world()),
)

it.effect(
  "given a device that a technician prepared, then the first user who signs in becomes its user",
  () =>
    Effect.gen(function* () {
      const prepared = [started(1, "sales", "pre-provisioned"), connected(), attested(), joined(), enrolled()]
      const [device] = yield* listAfter(registered(), ...prepared)
      expect(device?.record.userPrincipalName).toBeNull()
      const [owned] = yield* listAfter(signedIn())
      expect(owned?.record).toEqual({
        ...device?.record,
        userId: "ann",
        userPrincipalName: "ann@contoso.com",
        emailAddress: "ann@contoso.com",
      })
      const personal = [{ subject: "bob", values: { userPrincipalName: "bob@contoso.com" } }]
      const bob = { ...signedIn(), personal } as Extract<GivenFact, { type: "UserSignedIn" }>
      expect(yield* listAfter({ ...bob, data: { ...bob.data, userId: "bob" } })).toEqual([owned])
    }).pipe(world()),
)
