import { assert, describe, it } from "@effect/vitest"
import { type DeviceFact, evolve, initialDevice, uphold } from "#domain/device"
import { Timestamp } from "#domain/kernel"
import { chooseProfile, type OfferedProfile, unknownDevice } from "#domain/profile"
import {
  DEFAULT_PROFILE,
  enrolledByAnn,
  fact,
  joinedBy,
  registered,
  SALES_PROFILE,
  settings,
  started,
} from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const assign = settings().assign
const byDefault: OfferedProfile = { ref: DEFAULT_PROFILE, assign, rank: 1 }
const forSales: OfferedProfile = {
  ref: SALES_PROFILE,
  assign: { ...assign, allDevices: false, groupTags: ["sales"] },
  rank: 2,
}
const catalogue = (generation: number, ...profiles: ReadonlyArray<OfferedProfile>) => ({
  type: "AssignProfile" as const,
  catalogue: { generation, profiles, groups: [] },
})

describe("a registered device", () => {
  it("is refused for another registration with 806", () => {
    const [first] = registered
    const data = first?.type === "DeviceRegistered" ? first.data : assert.fail("no registration")
    const { life: _life, ...rest } = data
    given(...registered)
      .when({ type: "Register", ...rest, tenantId: "t1", assignedUser: null })
      .thenRefused("device-already-registered")
  })

  it("takes a change of its group tag once", () => {
    const change = { type: "ChangeGroupTag", groupTag: "sales" } as const
    given(...registered)
      .when(change)
      .thenEvents(fact("GroupTagChanged", { before: null, after: "sales" }))
    given(...registered, fact("GroupTagChanged", { before: null, after: "sales" }))
      .when(change)
      .thenNothing()
  })

  it("takes only a name that Windows would take", () => {
    for (const name of ["SALES 1", "A-NAME-TOO-LONG-1", "12345", ""])
      given(...registered)
        .when({ type: "NameDevice", name })
        .thenRefused("device-name-invalid")
    given(...registered)
      .when({ type: "NameDevice", name: "SALES-1" })
      .thenEvents(fact("DeviceNamed", { before: null, after: "SALES-1" }))
  })

  it("takes nothing any more once it is deregistered", () =>
    given(...registered, fact("DeviceDeregistered", { reason: "sold" }))
      .when({ type: "UnassignUser" })
      .thenRefused("device-not-registered"))

  it("is refused a deployment with 815 when it has no profile", () =>
    given(...registered)
      .when({
        type: "StartDeployment",
        scenario: "user-driven",
        profile: null,
        fingerprint: "f",
        osBuild: null,
        verdict: "same",
        score: 100,
      })
      .thenRefused("no-profile-assigned"))

  it("goes on with its running attempt when it asks again after a reboot", () =>
    given(...started)
      .when({
        type: "StartDeployment",
        scenario: "user-driven",
        profile: SALES_PROFILE,
        fingerprint: "g",
        osBuild: null,
        verdict: "same",
        score: 100,
      })
      .thenNothing())
})

describe("the assignment of a profile", () => {
  it("gives the default profile to a device that no other applies to, and says why", () =>
    given(...registered)
      .when(catalogue(2, byDefault, forSales))
      .thenEvents(
        fact("ProfileAssigned", {
          profile: DEFAULT_PROFILE,
          candidates: [
            {
              name: "sales",
              version: 1,
              rule: 'group tag "sales"',
              won: false,
              why: "does not apply to this device",
            },
            {
              name: "default",
              version: 1,
              rule: "the default for all devices",
              won: true,
              why: "no other profile applies",
            },
          ],
          catalogue: 2,
        }),
      ))

  it("is not undone by one that knew less", () =>
    given(...registered, fact("ProfileAssigned", { profile: SALES_PROFILE, candidates: [], catalogue: 5 }))
      .when(catalogue(4, byDefault))
      .thenNothing())

  it("is taken back when no profile applies any more", () =>
    given(...registered, fact("ProfileAssigned", { profile: SALES_PROFILE, candidates: [], catalogue: 5 }))
      .when(catalogue(6))
      .thenTypes("ProfileUnassigned"))

  it("that nothing applies is told once, with what was weighed", () => {
    given(...registered)
      .when(catalogue(2, forSales))
      .thenTypes("ProfileUnassigned")
    given(...registered, fact("ProfileUnassigned", { candidates: [], catalogue: 2 }))
      .when(catalogue(3, forSales))
      .thenNothing()
  })

  it("prefers what was published first among those that apply, whatever its name", () => {
    const device = { ...unknownDevice, manufacturer: "HP", groupTag: "sales" }
    const older = { ...forSales, ref: { ...SALES_PROFILE, profileId: "z", name: "z-older" }, rank: 0 }
    const { winner } = chooseProfile(
      { generation: 3, groups: [], profiles: [byDefault, forSales, older] },
      device,
      () => true,
    )
    assert.strictEqual(winner?.name, "z-older")
  })
})

describe("what no profile can loosen", () => {
  const at = Timestamp.make("2026-03-03T12:00:00.000Z")
  const broken = (history: ReadonlyArray<DeviceFact>, ...concluded: ReadonlyArray<DeviceFact>) => {
    const after = [...history, ...concluded].reduce((state, one) => evolve(state, one, { at }), initialDevice)
    return uphold(after, concluded)?.what
  }
  const phase = fact("EspPhaseStarted", {
    attempt: 1,
    phase: "deviceSetup",
    tracked: [{ category: "applications", item: "portal", blocking: true }],
  })

  it("the desktop is not released before the device is enrolled", () =>
    assert.strictEqual(
      broken(joinedBy(true), fact("DesktopReleased", { attempt: 1 })),
      "The profile's workflow concludes DesktopReleased, but the device is not enrolled.",
    ))

  it("the desktop is not released while a blocking item is missing, unless the user chose to continue", () => {
    const release = fact("DesktopReleased", { attempt: 1 })
    assert.strictEqual(
      broken([...enrolledByAnn, phase], release),
      'The profile\'s workflow concludes DesktopReleased, but blocking items of "deviceSetup" are not installed.',
    )
    assert.isUndefined(broken([...enrolledByAnn, phase, fact("ContinueChosen", { attempt: 1 })], release))
  })

  it("a phase is not completed while a blocking item is missing", () =>
    assert.include(
      broken([...enrolledByAnn, phase], fact("EspPhaseCompleted", { attempt: 1, phase: "deviceSetup" })) ??
        "",
      'blocking items of "deviceSetup" are not installed',
    ))

  it("continuing anyway is never reported as success", () =>
    assert.include(
      broken(
        [...enrolledByAnn, fact("ContinueChosen", { attempt: 1 }), fact("DesktopReleased", { attempt: 1 })],
        fact("DeploymentSucceeded", { attempt: 1, outcome: "success" }),
      ) ?? "",
      "the user continued without what was required",
    ))
})
