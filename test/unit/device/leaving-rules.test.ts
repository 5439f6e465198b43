import { describe, it } from "@effect/vitest"
import type { DeviceCommand, DeviceFact } from "#domain/device"
import { enrolledByAnn, fact, registered } from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const ENTRA = "e-1"
const step = { type: "ContinueDeregistration", entraDeviceId: ENTRA } as const
const start = (way: "if-clear" | "in-order" | "one-step"): DeviceCommand => ({
  type: "StartDeregistration",
  way,
  reason: "sold",
  authorization: null,
})
const begun = (way: "if-clear" | "in-order" | "one-step") =>
  fact("DeregistrationStarted", { way, reason: "sold", authorization: null, obstacles: [] })
const directory = { what: "directory-object", id: ENTRA } as const
const gone = (...leftBehind: ReadonlyArray<NonNullable<LeftBehind>[number]>) =>
  fact("DeviceDeregistered", { reason: "sold", authorization: null, leftBehind })
type LeftBehind = Extract<DeviceFact, { type: "DeviceDeregistered" }>["data"]["leftBehind"]

const forBob = fact("UserAssigned", { userId: "bob" })
const enrolled = [...enrolledByAnn, forBob]
const recordDeleted = fact("IntuneRecordRemoved", {
  reason: "the device is being deregistered",
  act: "delete",
})

describe("the end of a registration", () => {
  it("begins at once where nothing stands in the way", () =>
    given(...registered)
      .when(start("if-clear"))
      .thenEvents(begun("if-clear")))

  it("is refused naming what stands in the way", () => {
    given(...enrolled)
      .when(start("if-clear"))
      .thenRefused(
        "deregistration-obstructed",
        'The device cannot be deregistered: its Intune record "m" is live and a user is assigned to it. Remove what stands in the way first, choose to have it removed in order, or end the registration alone in one step.',
      )
    given(...registered, forBob)
      .when(start("if-clear"))
      .thenRefused("deregistration-obstructed")
    given(...enrolledByAnn)
      .when(start("if-clear"))
      .thenRefused("deregistration-obstructed")
  })

  it("in order takes the Intune record away first, then the user, then the registration", () => {
    const started = [...enrolled, begun("in-order")]
    given(...started)
      .when(step)
      .thenEvents(recordDeleted)
    given(...started, recordDeleted)
      .when(step)
      .thenEvents(fact("UserUnassigned", { userId: "bob" }))
    given(...started, recordDeleted, fact("UserUnassigned", { userId: "bob" }))
      .when(step)
      .thenEvents(gone(directory))
  })

  it("in one step leaves the Intune record, and names it", () =>
    given(...enrolled, begun("one-step"))
      .when(step)
      .thenEvents(gone({ what: "intune-record", id: "m" }, directory)))

  it("names the on-premises computer that a hybrid device leaves behind", () => {
    const hybrid = enrolledByAnn.map((one) =>
      one.type === "DeploymentStarted"
        ? fact("DeploymentStarted", { ...one.data, scenario: "user-driven-hybrid" })
        : one,
    )
    given(...hybrid, begun("in-order"), recordDeleted)
      .when(step)
      .thenEvents(gone(directory, { what: "on-premises-computer", id: null }))
  })

  it("is not begun twice, and nothing else happens to a device that is leaving", () => {
    const started = [...registered, begun("if-clear")]
    given(...started)
      .when(start("one-step"))
      .thenNothing()
    given(...started)
      .when({ type: "AssignUser", userId: "bob" })
      .thenRefused("deregistration-under-way")
    given(...started)
      .when({ type: "AssignProfile", catalogue: { generation: 1, profiles: [], groups: [] } })
      .thenNothing()
  })

  it("has no step where nobody began it, and none after the last", () => {
    given(...registered)
      .when(step)
      .thenNothing()
    given(...registered, begun("if-clear"), gone(directory))
      .when(step)
      .thenNothing()
  })

  it("does not carry over into the next life", () => {
    const [again, belongs] = registered
    const next = fact("DeviceRegistered", { ...(again as ReturnType<typeof life>).data, life: 2 })
    given(...registered, begun("if-clear"), gone(directory), next, belongs as DeviceFact)
      .when({ type: "AssignUser", userId: "bob" })
      .thenTypes("UserAssigned")
  })
})

const life = () => registered[0] as Extract<DeviceFact, { type: "DeviceRegistered" }>

const byItsTpm = enrolledByAnn.map((one) =>
  one.type === "DeploymentStarted"
    ? fact("DeploymentStarted", { ...one.data, scenario: "self-deploying" })
    : one,
)

describe("an Intune record", () => {
  const removal = { type: "RemoveIntuneRecord", act: "retire", reason: "lost" } as const
  const removed = fact("IntuneRecordRemoved", { reason: "lost", act: "retire" })

  it("is removed alone; the registration stays", () => {
    given(...enrolledByAnn)
      .when(removal)
      .thenEvents(removed)
    given(...enrolledByAnn, removed)
      .when({ type: "AssignUser", userId: "bob" })
      .thenTypes("UserAssigned")
  })

  it("is removed after the end of the registration as well", () =>
    given(...enrolledByAnn, begun("one-step"), gone())
      .when(removal)
      .thenEvents(removed))

  it("is removed once", () => {
    given(...enrolledByAnn, removed)
      .when(removal)
      .thenRefused("no-intune-record")
    given(...registered)
      .when(removal)
      .thenRefused("no-intune-record")
    given().when(removal).thenRefused("device-not-registered")
  })

  it("takes the block of the next enrolment with it where the device had enrolled by its TPM", () =>
    given(...byItsTpm)
      .when(removal)
      .thenEvents(removed, fact("NextEnrollmentAllowed", { reason: "the Intune record was removed" })))
})

describe("the block of the next enrolment", () => {
  const unblock = { type: "AllowNextEnrollment", reason: "returned to the shop" } as const
  const allowed = fact("NextEnrollmentAllowed", { reason: "returned to the shop" })

  it("is freed once for a device that enrolled by its TPM", () => {
    given(...byItsTpm)
      .when(unblock)
      .thenEvents(allowed)
    given(...byItsTpm, allowed)
      .when(unblock)
      .thenNothing()
  })

  it("is not there for a device that a user enrolled", () =>
    given(...enrolledByAnn)
      .when(unblock)
      .thenNothing())

  it("is not freed while the service puts a change of the hardware right", () =>
    given(
      ...byItsTpm,
      fact("RemediationRequired", {
        reason: "r",
        verdict: "replaced",
        score: 20,
        evidence: [],
        handling: "automatic",
      }),
    )
      .when(unblock)
      .thenRefused("remediation-pending"))
})
