import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { entraDeviceIdOf } from "#domain/device"
import {
  assignableDevices,
  autopilotDevice,
  autopilotDevices,
  autopilotDevicesBySerial,
  countAutopilotDevices,
  listAutopilotDevices,
} from "#projections/autopilot-devices"
import { groups } from "#projections/groups"
import { Keys } from "#workflows/ports"
import { memoryWorld } from "../../support/memory-world.ts"
import { caughtUp, readModelsInMemory, readModelWorld } from "../../support/read-model-world.ts"
import { type GivenFact, minute, record, TENANT } from "../../support/recorded-facts.ts"
import {
  assigned,
  enrolled,
  refOf,
  registered,
  someHardware,
  started,
  upToEnrolled,
} from "../../support/told-facts.ts"

const device = (id: string, ...facts: ReadonlyArray<GivenFact>) => record(`device-${id}`, ...facts)

/** The identity of device d1 as Graph shows it, once these facts are known of it. */
const identityAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
  yield* device("d1", registered(), ...facts)
  yield* caughtUp
  return (yield* autopilotDevice(TENANT, "d1"))?.identity
})

const world = () => Effect.provide(readModelWorld(autopilotDevices, groups))

it.effect(
  "given a registration, then it is listed in Graph's shape, with the minimum date where there is none",
  () =>
    Effect.gen(function* () {
      expect(yield* identityAfter({ type: "TenantAssociated", data: { tenantId: TENANT } })).toEqual({
        id: "d1",
        deploymentProfileAssignmentStatus: "pending",
        deploymentProfileAssignmentDetailedStatus: "none",
        deploymentProfileAssignedDateTime: "0001-01-01T00:00:00Z",
        groupTag: null,
        purchaseOrderIdentifier: null,
        serialNumber: "CTS-0000042",
        productKey: null,
        manufacturer: "Contoso",
        model: "Contoso Book 1",
        enrollmentState: "notContacted",
        lastContactedDateTime: "0001-01-01T00:00:00Z",
        addressableUserName: null,
        userPrincipalName: null,
        resourceName: null,
        skuNumber: "CB1-SKU",
        systemFamily: "Contoso Book",
        azureActiveDirectoryDeviceId: entraDeviceIdOf("d1", 1),
        azureAdDeviceId: entraDeviceIdOf("d1", 1),
        managedDeviceId: null,
        displayName: null,
        remediationState: "noRemediationRequired",
        remediationStateLastModifiedDateTime: "0001-01-01T00:00:00Z",
        userlessEnrollmentStatus: "unknown",
      })
    }).pipe(world()),
)

it.effect("given a new tag, a name and an assigned user, then the entry shows them", () =>
  Effect.gen(function* () {
    const personal = [
      { subject: "ann", values: { userPrincipalName: "ann@contoso.com", addressableUserName: "Ann" } },
    ]
    expect(
      yield* identityAfter(
        { type: "GroupTagChanged", data: { before: null, after: "sales" } },
        { type: "DeviceNamed", data: { before: null, after: "SALES-1" } },
        { type: "UserAssigned", data: { userId: "ann" }, personal },
      ),
    ).toMatchObject({
      groupTag: "sales",
      displayName: "SALES-1",
      userPrincipalName: "ann@contoso.com",
      addressableUserName: "Ann",
    })
  }).pipe(world()),
)

it.effect("given an assigned user who is erased, when the list is built, then it shows no name", () =>
  Effect.gen(function* () {
    const personal = [{ subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }]
    yield* device("d1", registered(), { type: "UserAssigned", data: { userId: "ann" }, personal })
    const built = Effect.andThen(caughtUp, autopilotDevice(TENANT, "d1")).pipe(
      Effect.provide(readModelsInMemory([autopilotDevices])),
    )
    expect((yield* built)?.identity.userPrincipalName).toBe("ann@contoso.com")
    const { erase } = yield* Keys
    yield* erase("ann")
    expect(yield* built).toMatchObject({ userId: "ann", identity: { userPrincipalName: null } })
  }).pipe(Effect.provide(memoryWorld)),
)

it.effect("given an erased person, then lists that were built before show no name any more", () =>
  Effect.gen(function* () {
    const personal = [{ subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }]
    yield* device("d1", registered(), { type: "UserAssigned", data: { userId: "ann" }, personal })
    yield* caughtUp
    expect((yield* autopilotDevice(TENANT, "d1"))?.identity.userPrincipalName).toBe("ann@contoso.com")
    yield* record("user-ann", { type: "SubjectErased", data: { userId: "ann", reason: "asked for it" } })
    yield* caughtUp
    expect(yield* autopilotDevice(TENANT, "d1")).toMatchObject({
      userId: "ann",
      identity: { userPrincipalName: null, addressableUserName: null },
    })
  }).pipe(world()),
)

it.effect("given an unassigned user, then the entry shows none", () =>
  Effect.gen(function* () {
    const personal = [{ subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }]
    const identity = yield* identityAfter(
      { type: "UserAssigned", data: { userId: "ann" }, personal },
      { type: "UserUnassigned", data: { userId: "ann" } },
    )
    expect(identity?.userPrincipalName).toBeNull()
  }).pipe(world()),
)

it.effect(
  "given an assigned profile, then its status and date are shown, and name and version beside Graph's",
  () =>
    Effect.gen(function* () {
      expect(yield* identityAfter({ ...assigned("sales", 3), minute: 5 })).toMatchObject({
        deploymentProfileAssignmentStatus: "assignedInSync",
        deploymentProfileAssignedDateTime: minute(5),
      })
      expect(yield* autopilotDevice(TENANT, "d1")).toMatchObject({
        profile: { id: "profile of sales", name: "sales", version: 3 },
        delivered: null,
      })
      yield* device("d1", { type: "ProfileUnassigned", data: { candidates: [], catalogue: 2 } })
      yield* caughtUp
      expect(yield* autopilotDevice(TENANT, "d1")).toMatchObject({
        identity: {
          deploymentProfileAssignmentStatus: "notAssigned",
          deploymentProfileAssignedDateTime: "0001-01-01T00:00:00Z",
        },
        profile: null,
      })
    }).pipe(world()),
)

it.effect(
  "given an enrolment, then the device is enrolled, and waits for a reset once another profile is assigned",
  () =>
    Effect.gen(function* () {
      const after = yield* identityAfter(
        assigned("sales"),
        ...upToEnrolled().map((fact) => ({ ...fact, minute: 9 })),
      )
      expect(after).toMatchObject({
        enrollmentState: "enrolled",
        managedDeviceId: "managed-1",
        azureAdDeviceId: "entra-1",
        azureActiveDirectoryDeviceId: "entra-1",
        lastContactedDateTime: minute(9),
      })
      const stateAfter = Effect.fnUntraced(function* (fact: GivenFact) {
        yield* device("d1", fact)
        yield* caughtUp
        return (yield* autopilotDevice(TENANT, "d1"))?.identity.enrollmentState
      })
      expect(yield* stateAfter(assigned("sales", 2))).toBe("enrolled")
      expect(yield* stateAfter(assigned("kiosk"))).toBe("pendingReset")
      expect(yield* stateAfter(assigned("sales", 2))).toBe("enrolled")
      expect(yield* stateAfter({ type: "IntuneRecordRemoved", data: { reason: "retired" } })).toBe(
        "notContacted",
      )
    }).pipe(world()),
)

it.effect("given a refused enrolment, then the enrolment failed, until a later attempt enrols", () =>
  Effect.gen(function* () {
    const refused: GivenFact = {
      type: "EnrollmentRefused",
      data: { attempt: 1, code: "0x80180018", reason: "the user has no Intune licence" },
    }
    expect((yield* identityAfter(refused))?.enrollmentState).toBe("failed")
    yield* device("d1", enrolled(2))
    yield* caughtUp
    expect((yield* autopilotDevice(TENANT, "d1"))?.identity.enrollmentState).toBe("enrolled")
  }).pipe(world()),
)

it.effect(
  "given an enrolment by the TPM alone, then another is blocked until it is allowed or the record is removed",
  () =>
    Effect.gen(function* () {
      const statusAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
        yield* device("d1", ...facts)
        yield* caughtUp
        return (yield* autopilotDevice(TENANT, "d1"))?.identity.userlessEnrollmentStatus
      })
      const alone = (attempt: number) => [started(attempt, "kiosk", "self-deploying"), enrolled(attempt)]
      expect(yield* statusAfter(registered(), started(1), enrolled(1))).toBe("unknown")
      expect(yield* statusAfter(...alone(2))).toBe("blocked")
      const allowance = { type: "NextEnrollmentAllowed", data: { reason: "repaired" } } as const
      expect(yield* statusAfter(allowance)).toBe("allowed")
      expect(yield* statusAfter(...alone(3))).toBe("blocked")
      expect(yield* statusAfter({ type: "IntuneRecordRemoved", data: { reason: "wiped" } })).toBe("allowed")
    }).pipe(world()),
)

it.effect("given a changed device, then it asks for remediation; a new hash brings its new parts", () =>
  Effect.gen(function* () {
    const judged = { verdict: "replaced", score: 10, evidence: [] } as const
    const hardware = someHardware({ serialNumber: "CTS-NEW", family: null })
    expect(
      yield* identityAfter(
        { type: "RemediationRequired", data: { reason: "another board", ...judged }, minute: 3 },
        { type: "HardwareRehashed", data: { hardware, claims: [], ...judged } },
      ),
    ).toMatchObject({
      remediationState: "manualRemediationRequired",
      remediationStateLastModifiedDateTime: minute(3),
      serialNumber: "CTS-NEW",
      systemFamily: null,
    })
    expect(yield* autopilotDevicesBySerial(TENANT, "cts-new ")).toHaveLength(1)
    expect(yield* autopilotDevicesBySerial(TENANT, "CTS-0000042")).toEqual([])
  }).pipe(world()),
)

it.effect(
  "given a deregistration, then the device leaves the list; registered again, it is back as new",
  () =>
    Effect.gen(function* () {
      const gone = yield* identityAfter(
        { type: "GroupTagChanged", data: { before: null, after: "sales" } },
        { type: "DeviceDeregistered", data: { reason: "sold" } },
      )
      expect(gone).toBeUndefined()
      expect(yield* countAutopilotDevices(TENANT)).toBe(0)
      yield* device("d1", registered({ life: 2 }))
      yield* caughtUp
      expect((yield* autopilotDevice(TENANT, "d1"))?.identity.groupTag).toBeNull()
    }).pipe(world()),
)

it.effect(
  "given devices of two tenants, then each tenant pages through its own in the order of registration",
  () =>
    Effect.gen(function* () {
      for (const id of ["c", "a", "b"]) yield* device(id, registered())
      yield* device("x", { ...registered(), tenant: "another tenant" })
      yield* caughtUp
      const page = (skip: number) =>
        Effect.map(listAutopilotDevices(TENANT, { top: 2, skip }), (devices) =>
          devices.map(({ identity }) => identity.id),
        )
      expect(yield* page(0)).toEqual(["c", "a"])
      expect(yield* page(2)).toEqual(["b"])
      expect(yield* countAutopilotDevices(TENANT)).toBe(3)
      expect(yield* autopilotDevice(TENANT, "x")).toBeUndefined()
    }).pipe(world()),
)

it.effect(
  "given registrations, then the assignment process gets their facts and profiles in the order of ids",
  () =>
    Effect.gen(function* () {
      yield* device(
        "b",
        registered({ groupTag: "sales", orderId: "O-1", purchaseOrder: "P-1" }),
        assigned("sales"),
      )
      yield* device("a", registered())
      yield* caughtUp
      const [first, second] = yield* assignableDevices(TENANT, { after: "", limit: 10 })
      expect(first).toMatchObject({ deviceId: "a", profile: null, facts: { groupTag: "", orderId: "" } })
      expect(second).toEqual({
        deviceId: "b",
        userGroups: null,
        profile: refOf("sales"),
        facts: {
          manufacturer: "Contoso",
          model: "Contoso Book 1",
          serialNumber: "CTS-0000042",
          groupTag: "sales",
          orderId: "O-1",
          purchaseOrder: "P-1",
          systemFamily: "Contoso Book",
          skuNumber: "CB1-SKU",
          tpmVersion: "",
          name: "",
          userAssigned: false,
          groups: [],
        },
      })
      expect(yield* assignableDevices(TENANT, { after: "a", limit: 1 })).toHaveLength(1)
      expect(yield* assignableDevices(TENANT, { after: "b", limit: 1 })).toEqual([])
    }).pipe(world()),
)
