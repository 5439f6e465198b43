import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { entraDeviceIdOf } from "#domain/device"
import {
  autopilotEvents,
  countDeployments,
  deploymentsOf,
  listDeployments,
  runningAttempts,
} from "#projections/autopilot-events"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { type GivenFact, minute, record, TENANT } from "../../support/recorded-facts.ts"
import {
  appFailed,
  connected,
  joined,
  minutely,
  phaseCompleted,
  phaseStarted,
  refOf,
  registered,
  released,
  retried,
  signedIn,
  started,
  succeeded,
  upToEnrolled,
} from "../../support/told-facts.ts"

/** The first attempt of device d1, once these facts are known of it. */
const attemptAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
  yield* record("device-d1", ...facts)
  yield* caughtUp
  return (yield* deploymentsOf(TENANT, "d1"))[0]
})

const world = () => Effect.provide(readModelWorld(autopilotEvents))

/** A deployment without a hitch: a minute from one event to the next, from 08:40 on; the registration was at 08:30. */
const smooth: ReadonlyArray<GivenFact> = [
  registered(),
  ...minutely(10, [
    ...upToEnrolled(),
    phaseStarted("devicePreparation"),
    phaseCompleted("devicePreparation"),
    phaseStarted("deviceSetup"),
    { type: "EspItemReported", data: { ...item("deviceSetup"), state: "completed", code: null } },
    phaseCompleted("deviceSetup"),
    phaseStarted("accountSetup"),
    { type: "EspItemReported", data: { ...item("accountSetup"), state: "completed", code: null } },
    phaseCompleted("accountSetup"),
    released(),
    succeeded(),
  ]),
]

function item(phase: "deviceSetup" | "accountSetup") {
  return { attempt: 1, phase, category: "applications", item: "Office" } as const
}

it.effect(
  "given a deployment without a hitch, then its row has Graph's shape, with true dates and durations",
  () =>
    Effect.gen(function* () {
      const attempt = yield* attemptAfter(...smooth)
      expect(attempt?.event).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        deviceId: "entra-1",
        eventDateTime: minute(10),
        deviceRegisteredDateTime: minute(0),
        enrollmentStartDateTime: minute(15),
        enrollmentType: "azureADJoinedWithAutopilotProfile",
        deviceSerialNumber: "CTS-0000042",
        managedDeviceName: "CTS-42",
        userId: "ann",
        userPrincipalName: "ann@contoso.com",
        windowsAutopilotDeploymentProfileDisplayName: "sales",
        enrollmentState: "enrolled",
        windows10EnrollmentCompletionPageConfigurationDisplayName: "sales",
        windows10EnrollmentCompletionPageConfigurationId: "profile of sales",
        deploymentState: "success",
        deviceSetupStatus: "success",
        accountSetupStatus: "success",
        osVersion: "10.0.26200.7840",
        deploymentDuration: "PT13M",
        deploymentTotalDuration: "PT13M",
        deviceSetupDuration: "PT1M",
        accountSetupDuration: "PT1M",
        deploymentStartDateTime: minute(10),
        deploymentEndDateTime: minute(23),
        enrollmentFailureDetails: null,
      })
      expect(attempt).toMatchObject({
        attempt: 1,
        phase: "ended",
        devicePreparationStatus: "success",
        firstVerdict: "success",
        finalVerdict: "success",
        retries: 0,
        continued: false,
      })
      expect(yield* countDeployments(TENANT)).toBe(1)
      expect(yield* deploymentsOf("another tenant", "d1")).toEqual([])
    }).pipe(world()),
)

it.effect("given a page for itself was chosen, then the row names that and not the profile", () =>
  Effect.gen(function* () {
    const page = refOf("lab page", 3)
    const chosen = { attempt: 1, page, status: null, candidates: [], catalogue: 4 }
    const [enrolledLast, ...before] = upToEnrolled().toReversed()
    const attempt = yield* attemptAfter(
      registered(),
      ...minutely(10, [
        ...before.toReversed(),
        { type: "EspPageChosen", data: chosen },
        ...(enrolledLast === undefined ? [] : [enrolledLast]),
      ]),
    )
    expect(attempt?.event).toMatchObject({
      windowsAutopilotDeploymentProfileDisplayName: "sales",
      windows10EnrollmentCompletionPageConfigurationDisplayName: "lab page",
      windows10EnrollmentCompletionPageConfigurationId: page.profileId,
    })
    expect(attempt?.page).toEqual({ id: page.profileId, name: "lab page", version: 3 })
  }).pipe(world()),
)

describe("given a running attempt, then the row tells", () => {
  it.effect("the phase, the last event and since when nothing else came", () =>
    Effect.gen(function* () {
      const waiting = yield* attemptAfter(registered(), ...minutely(1, [started(), connected()]))
      expect(waiting).toMatchObject({
        phase: "outOfBoxExperience",
        lastEvent: "NetworkConnected",
        waitingSince: minute(2),
        waitingState: null,
        firstVerdict: null,
        finalVerdict: null,
        event: { deploymentState: "inProgress", deploymentEndDateTime: "0001-01-01T00:00:00Z" },
      })
      expect((yield* attemptAfter(joined()))?.phase).toBe("enrollment")
      const inSetup = yield* attemptAfter(phaseStarted("deviceSetup"))
      expect(inSetup).toMatchObject({
        phase: "deviceSetup",
        event: {
          deviceSetupStatus: "inProgress",
          accountSetupStatus: "notAttempted",
          deviceSetupDuration: "PT0S",
        },
      })
    }).pipe(world()),
  )

  it.effect("the state it waits in and until when, from the beginning to the end", () =>
    Effect.gen(function* () {
      const wakeAt = { state: "outOfBox.discovered", dueAt: minute(60) }
      expect(yield* attemptAfter(registered(), { ...started(), wakeAt })).toMatchObject({
        waitingState: "outOfBox.discovered",
        waitingUntil: minute(60),
      })
      const none = { waitingState: null, waitingUntil: null }
      expect(yield* attemptAfter({ ...connected(), wakeAt: null })).toMatchObject(none)
      yield* attemptAfter({ ...connected(), wakeAt })
      expect(yield* attemptAfter(succeeded(), { ...released(), wakeAt })).toMatchObject(none)
    }).pipe(world()),
  )
})

it.effect(
  "given a refused sign-in, then the row says who was refused and why, until a user is accepted",
  () =>
    Effect.gen(function* () {
      const refused: GivenFact = {
        type: "SignInRefused",
        data: { attempt: 1, userId: "eve", reason: "wrong-tenant", code: null },
      }
      const event = (yield* attemptAfter(registered(), started(), refused))?.event
      expect(event).toMatchObject({
        enrollmentFailureDetails: "sign-in refused: wrong-tenant",
        deploymentState: "inProgress",
      })
      expect((yield* attemptAfter(signedIn()))?.event).toMatchObject({
        enrollmentFailureDetails: null,
        userPrincipalName: "ann@contoso.com",
      })
    }).pipe(world()),
)

it.effect(
  "given a refused enrolment that ends the attempt, then enrolment and deployment failed, with the code",
  () =>
    Effect.gen(function* () {
      const reason = "the user has no Intune licence"
      const code = "0x80180018"
      const failed = minutely(5, [
        { type: "EnrollmentRefused", data: { attempt: 1, code, reason } },
        { type: "DeploymentFailed", data: { attempt: 1, code, reason } },
      ] as const)
      expect(yield* attemptAfter(registered(), started(), ...failed)).toMatchObject({
        finalVerdict: "failure",
        event: {
          enrollmentState: "failed",
          deploymentState: "failure",
          enrollmentFailureDetails: "the user has no Intune licence (0x80180018)",
          deploymentEndDateTime: minute(5),
        },
      })
    }).pipe(world()),
)

describe("given an app that fails", () => {
  const failing = [registered(), ...upToEnrolled(), phaseStarted("deviceSetup"), appFailed("deviceSetup")]

  it.effect("then the attempt has its first verdict, and no final one while the user may choose", () =>
    Effect.gen(function* () {
      expect(yield* attemptAfter(...failing.map((fact) => ({ ...fact, minute: 7 })))).toMatchObject({
        firstVerdict: "failure",
        firstVerdictAt: minute(7),
        finalVerdict: null,
        event: {
          deploymentState: "failure",
          deviceSetupStatus: "failure",
          enrollmentFailureDetails: 'applications "Office" failed (0x87D1041C)',
        },
      })
    }).pipe(world()),
  )

  it.effect("when it is retried and succeeds, then the first verdict stays beside the final one", () =>
    Effect.gen(function* () {
      const again = yield* attemptAfter(...failing, retried())
      expect(again).toMatchObject({
        retries: 1,
        firstVerdict: "failure",
        event: {
          deploymentState: "inProgress",
          deviceSetupStatus: "inProgress",
          enrollmentFailureDetails: null,
        },
      })
      const phases = [
        phaseCompleted("deviceSetup"),
        phaseStarted("accountSetup"),
        phaseCompleted("accountSetup"),
      ]
      expect(yield* attemptAfter(...phases, released(), succeeded())).toMatchObject({
        firstVerdict: "failure",
        finalVerdict: "successOnRetry",
        event: { deploymentState: "successOnRetry", deviceSetupStatus: "success" },
      })
    }).pipe(world()),
  )
})

it.effect(
  "given a page that ran out of time, then it failed when it was due, however late that was recorded",
  () =>
    Effect.gen(function* () {
      const late: ReadonlyArray<GivenFact> = [
        {
          type: "EspTimedOut",
          data: { attempt: 1, phase: "deviceSetup", state: "s", dueAt: minute(80) },
          minute: 500,
        },
        { type: "ContinueChosen", data: { attempt: 1 }, minute: 501 },
        { ...released(), minute: 501 },
        { ...succeeded(1, "successWithTimeout"), minute: 501 },
      ]
      const setup = { ...phaseStarted("deviceSetup"), minute: 20 }
      expect(yield* attemptAfter(registered(), ...upToEnrolled(), setup, ...late)).toMatchObject({
        firstVerdict: "failure",
        firstVerdictAt: minute(80),
        finalVerdict: "successWithTimeout",
        continued: true,
        event: {
          deviceSetupDuration: "PT1H",
          deploymentEndDateTime: minute(501),
          enrollmentFailureDetails: "the Enrollment Status Page timed out (0x800705B4)",
        },
      })
    }).pipe(world()),
)

it.effect("given a wait that ended the attempt, then the attempt ended when it was due", () =>
  Effect.gen(function* () {
    const reason = "nobody signed in"
    const waited: ReadonlyArray<GivenFact> = [
      {
        type: "WaitTimedOut",
        data: { machine: "attempt", attempt: 1, state: "s", dueAt: minute(90), reason },
        minute: 999,
      },
      { type: "DeploymentFailed", data: { attempt: 1, reason, code: null }, minute: 999 },
    ]
    expect(yield* attemptAfter(registered(), started(), ...waited)).toMatchObject({
      firstVerdictAt: minute(90),
      event: {
        deploymentEndDateTime: minute(90),
        enrollmentFailureDetails: reason,
        deploymentDuration: "PT1H30M",
      },
    })
  }).pipe(world()),
)

it.effect("given more attempts, a deregistration and a new life, then no row is lost or changed", () =>
  Effect.gen(function* () {
    const first = yield* attemptAfter(...smooth)
    const second = yield* attemptAfter(
      { type: "DeviceDeregistered", data: { reason: "sold" } },
      registered({ life: 2 }),
      started(2, "kiosk"),
      { type: "DeploymentFailed", data: { attempt: 2, reason: "the user reset the device", code: null } },
    )
    expect(second).toEqual(first)
    const listed = yield* listDeployments(TENANT, { top: 10, skip: 0 })
    expect(listed.map(({ attempt, finalVerdict, profile }) => [attempt, profile.name, finalVerdict])).toEqual(
      [
        [1, "sales", "success"],
        [2, "kiosk", "failure"],
      ],
    )
    expect(new Set(listed.map(({ event }) => event.id)).size).toBe(2)
    expect(yield* listDeployments(TENANT, { top: 1, skip: 1 })).toEqual(listed.slice(1))
  }).pipe(world()),
)

it.effect.each([
  { scenario: "user-driven", enrollmentType: "azureADJoinedWithAutopilotProfile" },
  { scenario: "user-driven-hybrid", enrollmentType: "offlineDomainJoined" },
  { scenario: "self-deploying", enrollmentType: "azureADJoinedUsingDeviceAuthWithAutopilotProfile" },
  { scenario: "pre-provisioned", enrollmentType: "azureADJoinedWithWhiteGlove" },
] as const)(
  "given a deployment that is $scenario, then its enrolment is of the type $enrollmentType",
  (one) =>
    Effect.gen(function* () {
      const attempt = yield* attemptAfter(registered(), started(1, "sales", one.scenario))
      expect(attempt?.event.enrollmentType).toBe(one.enrollmentType)
    }).pipe(world()),
)

describe("given a device that a technician hands over", () => {
  const resealed: GivenFact = { type: "DeviceResealed", data: { attempt: 1 } }
  const technician = minutely(10, [
    started(1, "sales", "pre-provisioned"),
    phaseStarted("deviceSetup"),
    appFailed("deviceSetup"),
    retried(),
    phaseCompleted("deviceSetup"),
    resealed,
  ])
  /** Two months later, in the user's hands. */
  const user = minutely(90_000, [
    connected(),
    phaseStarted("deviceSetup"),
    { type: "EspItemReported", data: { ...item("deviceSetup"), state: "completed", code: null } },
    phaseCompleted("deviceSetup"),
    phaseStarted("accountSetup"),
    { type: "EspItemReported", data: { ...item("accountSetup"), state: "completed", code: null } },
    phaseCompleted("accountSetup"),
    released(),
    succeeded(),
  ])

  const partsAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
    yield* record("device-d1", registered(), ...facts)
    yield* caughtUp
    return yield* deploymentsOf(TENANT, "d1")
  })

  it.effect("then the technician's part stays with its verdict, and the user's begins anew", () =>
    Effect.gen(function* () {
      const [first, second, ...others] = yield* partsAfter(...technician)
      expect(others).toEqual([])
      expect(first).toMatchObject({
        part: "technician",
        attempt: 1,
        phase: "ended",
        firstVerdict: "failure",
        finalVerdict: "successOnRetry",
        event: { deviceSetupStatus: "success", deviceSetupDuration: "PT2M", deploymentDuration: "PT5M" },
      })
      expect(second).toMatchObject({
        part: "user",
        attempt: 1,
        phase: "outOfBoxExperience",
        firstVerdict: null,
        finalVerdict: null,
        retries: 0,
        event: {
          deviceSetupStatus: "notAttempted",
          deploymentState: "inProgress",
          deviceSetupDuration: "PT0S",
        },
      })
      expect(second?.event.id).not.toBe(first?.event.id)
    }).pipe(world()),
  )

  it.effect("then the user's part has its own durations, and the technician's is as it was", () =>
    Effect.gen(function* () {
      const [first, second] = yield* partsAfter(...technician, ...user)
      expect(first).toMatchObject({ finalVerdict: "successOnRetry", event: { deploymentDuration: "PT5M" } })
      expect(second).toMatchObject({
        firstVerdict: "success",
        finalVerdict: "success",
        event: {
          deviceSetupDuration: "PT1M",
          accountSetupDuration: "PT1M",
          // From the first sign of life with the user, not from the day it was put into its box.
          deploymentDuration: "PT5M",
        },
      })
      expect(yield* countDeployments(TENANT)).toBe(2)
    }).pipe(world()),
  )

  it.effect("then only the user's part may be running", () =>
    Effect.gen(function* () {
      yield* partsAfter(...technician)
      expect(yield* runningAttempts(TENANT, 10)).toMatchObject([{ deviceId: "d1", attempt: 1 }])
      yield* record("device-d1", ...user)
      yield* caughtUp
      expect(yield* runningAttempts(TENANT, 10)).toEqual([])
    }).pipe(world()),
  )
})

it.effect(
  "given a reset, then what was before it stays, and what comes after it is an attempt of its own",
  () =>
    Effect.gen(function* () {
      const failedAttempt = [...upToEnrolled(), phaseStarted("deviceSetup"), appFailed("deviceSetup")]
      const failed: GivenFact = {
        type: "DeploymentFailed",
        data: { attempt: 1, reason: "the user reset the device", code: null },
      }
      yield* record(
        "device-d1",
        registered(),
        ...minutely(10, [...failedAttempt, { type: "DeviceReset", data: { attempt: 1 } }, failed]),
        ...minutely(60, [started(2, "sales"), ...upToEnrolled(2).slice(1)]),
        ...minutely(70, [
          phaseStarted("deviceSetup", 2),
          phaseCompleted("deviceSetup", 2),
          released(2),
          succeeded(2),
        ]),
      )
      yield* caughtUp
      const [first, second] = yield* deploymentsOf(TENANT, "d1")
      expect([first, second].map((one) => [one?.attempt, one?.firstVerdict, one?.finalVerdict])).toEqual([
        [1, "failure", "failure"],
        [2, "success", "success"],
      ])
      expect(first?.event.enrollmentFailureDetails).toBe("the user reset the device")
    }).pipe(world()),
)

it.effect("given a page, then the report counts the apps and the policies that it tracks", () =>
  Effect.gen(function* () {
    const tracked = (category: "applications" | "certificates" | "securityPolicies", one: string) =>
      ({ category, item: one, blocking: true }) as const
    const phase: GivenFact = {
      type: "EspPhaseStarted",
      data: {
        attempt: 1,
        phase: "deviceSetup",
        tracked: [tracked("applications", "A"), tracked("applications", "B"), tracked("certificates", "C")],
      },
    }
    const again: GivenFact = { ...phase }
    expect(yield* attemptAfter(registered(), started(1, "sales"), phase, again)).toMatchObject({
      targetedAppCount: 2,
      targetedPolicyCount: 1,
    })
  }).pipe(world()),
)

it.effect("given an attempt, then it names the directory's device from its beginning, as Graph does", () =>
  Effect.gen(function* () {
    const attempt = yield* attemptAfter(registered(), started(1, "sales"))
    expect(attempt).toMatchObject({ autopilotDeviceId: "d1", event: { deviceId: entraDeviceIdOf("d1", 1) } })
  }).pipe(world()),
)

it.effect(
  "given a hybrid join without a domain controller or with a late domain, then the report says so",
  () =>
    Effect.gen(function* () {
      const detailsAfter = Effect.fnUntraced(function* (...facts: ReadonlyArray<GivenFact>) {
        return (yield* attemptAfter(...facts))?.event.enrollmentFailureDetails
      })
      expect(
        yield* detailsAfter(registered(), started(1, "sales", "user-driven-hybrid"), {
          type: "DomainControllerChecked",
          data: { attempt: 1, result: "notReached" },
        }),
      ).toBe("no domain controller was found (0x80070774)")
      expect(
        yield* detailsAfter({
          type: "DomainJoinReported",
          data: { attempt: 1, state: "timedOut", code: "0x80070774" },
        }),
      ).toBe("the offline domain join timed out (0x80070774)")
    }).pipe(world()),
)
