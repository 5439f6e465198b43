import { describe, expect, it } from "@effect/vitest"
import { blockingRule, type DeviceFact } from "#domain/device"
import { enrolledByAnn, fact, joinedBy, settings, started } from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const attempt = 1
const apps = ["portal", "office", "viewer"] as const

const tracking: ReadonlyArray<DeviceFact> = [
  ...enrolledByAnn,
  fact("EspPhaseStarted", {
    attempt,
    phase: "devicePreparation",
    tracked: apps.map((item) => ({ category: "applications", item, blocking: item !== "viewer" })),
  }),
]

const reported = (item: (typeof apps)[number], state: "inProgress" | "completed" | "failed") =>
  fact("EspItemReported", {
    attempt,
    phase: "devicePreparation",
    category: "applications",
    item,
    state,
    code: null,
  })

const reports = (item: (typeof apps)[number], state: "inProgress" | "completed" | "failed") =>
  ({
    type: "ReportEspItem",
    attempt,
    phase: "devicePreparation",
    category: "applications",
    item,
    state,
    code: null,
  }) as const

describe("after a blocking app has failed", () => {
  it("no further app is begun", () =>
    given(...tracking, reported("portal", "failed"))
      .when(reports("office", "inProgress"))
      .thenRefused(
        "installation-stopped",
        '"office" cannot be installed now: "portal" failed, and no further app is begun after that. Try the phase again; apps that were in progress may still end.',
      ))

  it("an app that was in progress may still end", () =>
    given(...tracking, reported("office", "inProgress"), reported("portal", "failed"))
      .when(reports("office", "completed"))
      .thenTypes("EspItemReported"))

  it("apps are begun again once somebody tries again", () =>
    given(
      ...tracking,
      reported("portal", "failed"),
      fact("RetryChosen", { attempt }),
      tracking.at(-1) as DeviceFact,
    )
      .when(reports("office", "inProgress"))
      .thenTypes("EspItemReported"))

  it("but not after one failed that is only shown", () =>
    given(...tracking, reported("viewer", "failed"))
      .when(reports("office", "inProgress"))
      .thenTypes("EspItemReported"))
})

describe("a restart", () => {
  const restart = (item: string | null) => ({ type: "ReportRestart", attempt, item }) as const
  const restarted = fact("DeviceRestarted", { attempt, phase: "devicePreparation", item: "office" })
  const prepared = [
    ...tracking,
    fact("EspPhaseCompleted", { attempt, phase: "devicePreparation" }),
    fact("EspPhaseStarted", { attempt, phase: "deviceSetup", tracked: [] }),
    fact("EspPhaseCompleted", { attempt, phase: "deviceSetup" }),
  ]
  const account = { type: "StartEspPhase", attempt, phase: "accountSetup", targeted: [] } as const

  it("that an app asks for is made in a device's phase", () =>
    given(...tracking)
      .when(restart("office"))
      .thenEvents(restarted))

  it("loses the sign-in: the account is set up only after the user signed in again", () => {
    given(...prepared.slice(0, -1), restarted, ...prepared.slice(-1))
      .when(account)
      .thenRefused("out-of-order")
    given(
      ...prepared,
      restarted,
      fact("UserSignedIn", {
        attempt,
        userId: "ann",
        tenantMatched: true,
        licensed: true,
        licences: ["INTUNE"],
        directoryRevision: 0,
      }),
    )
      .when(account)
      .thenTypes("EspPhaseStarted")
  })

  it("that an app asks for is refused while the account is set up; one that happens is a fact", () => {
    const inAccount = [...prepared, fact("EspPhaseStarted", { attempt, phase: "accountSetup", tracked: [] })]
    given(...inAccount)
      .when(restart("office"))
      .thenRefused("restart-not-allowed")
    given(...inAccount)
      .when(restart(null))
      .thenEvents(fact("DeviceRestarted", { attempt, phase: "accountSetup", item: null }))
  })

  it("before anybody signed in loses nothing", () =>
    given(...started, fact("DeviceRestarted", { attempt, phase: null, item: null }))
      .when({ type: "ReportNetwork", attempt, medium: "wifi" })
      .thenTypes("NetworkConnected"))
})

describe("the terms of use", () => {
  it("are answered by a user who signed in, and declining them takes the sign-in back", () => {
    const answer = { type: "AnswerTerms", attempt, accepted: false } as const
    given(...started)
      .when(answer)
      .thenRefused("out-of-order")
    given(...joinedBy(true))
      .when(answer)
      .thenEvents(fact("TermsDeclined", { attempt }))
    given(...joinedBy(true).slice(0, -1), fact("TermsDeclined", { attempt }))
      .when({ type: "Join", attempt, entraDeviceId: "e", refused: null, quota: null })
      .thenRefused("out-of-order")
  })
})

describe("a join", () => {
  const join = (devices: number) =>
    ({ type: "Join", attempt, entraDeviceId: "e", refused: null, quota: { devices, limit: 2 } }) as const
  const signedIn = joinedBy(true).slice(0, -1)

  it("of a user who has as many devices as allowed is refused with 0x801C0003, and that is a fact", () =>
    given(...signedIn)
      .when(join(2))
      .thenEvents(
        fact("JoinRefused", {
          attempt,
          code: "0x801C0003",
          reason: "the user has 2 devices and may have 2",
          quota: { devices: 2, limit: 2 },
        }),
      ))

  it("of a user who has fewer is none of the directory's concern", () =>
    given(...signedIn)
      .when(join(1))
      .thenTypes("DeviceJoined"))
})

describe("what holds a phase", () => {
  const page = (changes: Parameters<typeof settings>[0] = {}) => settings(changes).enrollmentStatus
  const phase = "deviceSetup"
  const holds = (changes: Parameters<typeof settings>[0], item: string, category = "applications" as const) =>
    blockingRule(page(changes), phase, { category, item })
  const setup = page().deviceSetup

  it("is what is targeted and named: the list is a filter", () => {
    const named = { deviceSetup: { ...setup, blockingApps: ["portal"] } }
    expect(holds(named, "portal")).toEqual({
      blocking: true,
      setting: "enrollmentStatus.deviceSetup.apps.blocking",
      says: 'it names "portal", which is targeted',
    })
    expect(holds(named, "office").blocking).toBe(false)
  })

  it("is everything targeted where nothing is named, less what is only shown", () => {
    expect(holds({}, "portal").says).toBe("every targeted app holds the phase")
    expect(holds({ deviceSetup: { ...setup, otherApps: ["portal"] } }, "portal").blocking).toBe(false)
    expect(blockingRule(page(), phase, { category: "certificates", item: "root" }).blocking).toBe(true)
  })

  it("is nothing where the device may be used before, or no page is shown", () => {
    expect(holds({ blockUse: false }, "portal")).toMatchObject({
      blocking: false,
      setting: "enrollmentStatus.blockUse",
    })
    expect(holds({ show: false }, "portal").blocking).toBe(false)
  })
})

describe("for a technician", () => {
  const technicians: ReadonlyArray<DeviceFact> = [
    ...started.slice(0, -1),
    fact("DeploymentStarted", {
      attempt,
      scenario: "pre-provisioned",
      profile: { profileId: "p", name: "p", version: 1, digest: "d" },
      fingerprint: "f",
      osBuild: null,
      verdict: "same",
      score: 100,
    }),
    fact("TpmAttested", { attempt }),
    fact("DeviceJoined", { attempt, join: "entra", entraDeviceId: "e" }),
    fact("DeviceEnrolled", { attempt, managedDeviceId: "m", deviceName: "N" }),
  ]
  const begin = {
    type: "StartEspPhase",
    attempt,
    phase: "devicePreparation",
    targeted: [
      { category: "applications", item: "portal" },
      { category: "applications", item: "viewer" },
    ],
  } as const
  const tracked = (failOnlyBlocking: boolean) => {
    const base = settings()
    const { devicePreparation } = base.enrollmentStatus
    const profile = settings({
      failOnlyBlocking,
      devicePreparation: { ...devicePreparation, blockingApps: ["portal"] },
    })
    return given(...technicians).when(begin, { profile, holds: () => true })
  }

  it("all required apps are tried, or only those that hold the phase", () => {
    const portal = { category: "applications", item: "portal", blocking: true } as const
    const viewer = { category: "applications", item: "viewer", blocking: false } as const
    const phase = "devicePreparation"
    tracked(true).thenEvents(fact("EspPhaseStarted", { attempt, phase, tracked: [portal, viewer] }))
    tracked(false).thenEvents(fact("EspPhaseStarted", { attempt, phase, tracked: [portal] }))
  })
})
