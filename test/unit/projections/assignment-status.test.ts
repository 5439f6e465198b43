import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { autopilotDevice, autopilotDevices } from "#projections/autopilot-devices"
import { KIOSK, published } from "../../support/published-profiles.ts"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { type GivenFact, record, TENANT } from "../../support/recorded-facts.ts"
import {
  appFailed,
  assigned,
  attested,
  connected,
  enrolled,
  joined,
  refOf,
  registered,
  signedIn,
  someHardware,
  started,
  succeeded,
  upToEnrolled,
} from "../../support/told-facts.ts"

const world = () => Effect.provide(readModelWorld(autopilotDevices))

/** The identity of device d1 as Graph shows it, once these facts came to those before. */
const identityAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
  yield* record("device-d1", ...facts)
  yield* caughtUp
  return (yield* autopilotDevice(TENANT, "d1"))?.identity
})

const statusAfter = (...facts: ReadonlyArray<GivenFact>) =>
  Effect.map(identityAfter(...facts), (identity) => identity?.deploymentProfileAssignmentStatus)

const stateAfter = (...facts: ReadonlyArray<GivenFact>) =>
  Effect.map(identityAfter(...facts), (identity) => identity?.enrollmentState)

const nothingApplies: GivenFact = { type: "ProfileUnassigned", data: { candidates: [], catalogue: 1 } }

it.effect("given a registration, then its assignment is pending until it was weighed", () =>
  Effect.gen(function* () {
    expect(yield* statusAfter(registered())).toBe("pending")
    expect(yield* statusAfter(nothingApplies)).toBe("notAssigned")
    expect(yield* statusAfter(assigned("sales"))).toBe("assignedInSync")
  }).pipe(world()),
)

it.effect(
  "given a device that holds another profile or version than it is to have, then it is out of sync, until it asks anew",
  () =>
    Effect.gen(function* () {
      expect(yield* statusAfter(registered(), assigned("sales"), ...upToEnrolled())).toBe("assignedInSync")
      expect(yield* statusAfter(assigned("sales", 2))).toBe("assignedOutOfSync")
      expect(yield* statusAfter(assigned("kiosk"))).toBe("assignedOutOfSync")
      expect(yield* statusAfter(assigned("sales"))).toBe("assignedInSync")
      expect(yield* statusAfter(assigned("sales", 2))).toBe("assignedOutOfSync")
      expect(yield* statusAfter(nothingApplies)).toBe("notAssigned")
      yield* statusAfter(assigned("sales", 2))
      const again: GivenFact = { type: "ProfileDelivered", data: { attempt: 2, profile: refOf("sales", 2) } }
      expect(yield* statusAfter(started(2), again)).toBe("assignedInSync")
    }).pipe(world()),
)

it.effect.each([
  ["a reset", { type: "DeviceReset", data: { attempt: 1 } }],
  ["a wipe", { type: "IntuneRecordRemoved", data: { reason: "lost", act: "wipe" } }],
] as const)("given %s, then the device holds no profile that could be another one", ([_name, gone]) =>
  Effect.gen(function* () {
    const facts = [registered(), assigned("sales"), ...upToEnrolled(), assigned("sales", 2)]
    expect(yield* statusAfter(...facts)).toBe("assignedOutOfSync")
    expect(yield* statusAfter(gone)).toBe("assignedInSync")
  }).pipe(world()),
)

it.effect(
  "given a self-deploying profile for a device without a TPM 2.0, then the assignment failed, until another board brings one",
  () =>
    Effect.gen(function* () {
      yield* record("profile-profile of kiosk", published(KIOSK, 1))
      const failed = {
        deploymentProfileAssignmentStatus: "failed",
        deploymentProfileAssignmentDetailedStatus: "hardwareRequirementsNotMet",
      }
      const fits = {
        deploymentProfileAssignmentStatus: "assignedInSync",
        deploymentProfileAssignmentDetailedStatus: "none",
      }
      expect(yield* identityAfter(registered(), assigned("kiosk"))).toMatchObject(failed)
      expect(yield* identityAfter(assigned("sales"))).toMatchObject(fits)
      expect(yield* identityAfter(assigned("kiosk"))).toMatchObject(failed)
      const hardware = someHardware({ tpmVersion: "2.0, 0, 1.59" })
      const judged = { verdict: "replaced", score: 10, evidence: [], claims: [] } as const
      expect(yield* identityAfter({ type: "HardwareRehashed", data: { hardware, ...judged } })).toMatchObject(
        fits,
      )
      expect(yield* identityAfter(nothingApplies)).toMatchObject({
        deploymentProfileAssignmentStatus: "notAssigned",
        deploymentProfileAssignmentDetailedStatus: "none",
      })
    }).pipe(world()),
)

const byTpm = (attempt: number, scenario: "self-deploying" | "pre-provisioned") => [
  started(attempt, "kiosk", scenario),
  connected(attempt),
  attested(attempt),
  joined(attempt),
  enrolled(attempt),
]

const delivered: GivenFact = { type: "ProfileDelivered", data: { attempt: 1, profile: refOf("kiosk") } }

it.effect.each(["self-deploying", "pre-provisioned"] as const)(
  "given a %s device without a user whose app failed, then it is blocked, until its setup succeeds",
  (scenario) =>
    Effect.gen(function* () {
      const facts = [registered(), assigned("kiosk"), delivered, ...byTpm(1, scenario)]
      expect(yield* stateAfter(...facts)).toBe("enrolled")
      expect(yield* stateAfter(appFailed("deviceSetup"))).toBe("blocked")
      expect(yield* stateAfter(assigned("kiosk", 2))).toBe("blocked")
      expect(yield* stateAfter(succeeded())).toBe("enrolled")
    }).pipe(world()),
)

it.effect(
  "given a device without a user that fails at something else than an app, then it is not blocked",
  () =>
    Effect.gen(function* () {
      const failed: GivenFact = {
        type: "EspFailed",
        data: { attempt: 1, phase: "deviceSetup", category: "certificates", item: "SCEP", code: null },
      }
      const facts = [registered(), assigned("kiosk"), delivered, ...byTpm(1, "self-deploying"), failed]
      expect(yield* stateAfter(...facts)).toBe("enrolled")
    }).pipe(world()),
)

it.effect("given a device with a user whose app failed, then it is enrolled, and not blocked", () =>
  Effect.gen(function* () {
    const facts = [registered(), assigned("sales"), ...upToEnrolled(), appFailed("deviceSetup")]
    expect(yield* stateAfter(...facts)).toBe("enrolled")
  }).pipe(world()),
)

it.effect(
  "given a pre-provisioned device whose user has signed in, then a failing app does not block it",
  () =>
    Effect.gen(function* () {
      const resealed: GivenFact = { type: "DeviceResealed", data: { attempt: 1 } }
      const facts = [registered(), assigned("kiosk"), delivered, ...byTpm(1, "pre-provisioned")]
      expect(yield* stateAfter(...facts, resealed, signedIn(), appFailed("accountSetup"))).toBe("enrolled")
    }).pipe(world()),
)

it.effect(
  "given a blocked device, when it enrols anew or its record is removed, then it is blocked no more",
  () =>
    Effect.gen(function* () {
      const blocked = [
        registered(),
        assigned("kiosk"),
        delivered,
        ...byTpm(1, "self-deploying"),
        appFailed("deviceSetup"),
      ]
      expect(yield* stateAfter(...blocked)).toBe("blocked")
      expect(yield* stateAfter(...byTpm(2, "self-deploying"))).toBe("enrolled")
      expect(yield* stateAfter(appFailed("deviceSetup", 2))).toBe("blocked")
      expect(yield* stateAfter({ type: "IntuneRecordRemoved", data: { reason: "wiped" } })).toBe(
        "notContacted",
      )
    }).pipe(world()),
)
