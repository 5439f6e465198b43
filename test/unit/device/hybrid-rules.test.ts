import { describe, it } from "@effect/vitest"
import type { DeviceFact } from "#domain/device"
import { fact, joinedBy, settings } from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const attempt = 1

/** Ann has signed in to a device whose profile asks for a hybrid join. */
const signedIn: ReadonlyArray<DeviceFact> = joinedBy(true)
  .filter(({ type }) => type !== "DeviceJoined")
  .map((one) =>
    one.type === "DeploymentStarted"
      ? fact("DeploymentStarted", { ...one.data, scenario: "user-driven-hybrid" })
      : one,
  )
const enrolled = [...signedIn, fact("DeviceEnrolled", { attempt, managedDeviceId: "m", deviceName: "PC-1" })]
const connector = (state: "waiting" | "processed") =>
  fact("DomainJoinReported", { attempt, state, code: null })
const controller = (result: "reached" | "notReached" | "skipped") =>
  fact("DomainControllerChecked", { attempt, result })
const prepared = [...enrolled, connector("waiting"), connector("processed")]

const join = { type: "Join", attempt, entraDeviceId: "e", refused: null, quota: null } as const
const report = (state: "waiting" | "processed" | "timedOut") =>
  ({ type: "ReportDomainJoin", attempt, state }) as const
const look = (reached: boolean) => ({ type: "CheckDomainController", attempt, reached }) as const
const joined = fact("DeviceJoined", { attempt, join: "hybrid", entraDeviceId: "e" })

describe("a hybrid join", () => {
  it("follows the enrolment", () =>
    given(...signedIn)
      .when(join)
      .thenRefused(
        "out-of-order",
        "The join cannot be reported yet: a hybrid device enrols in Intune before it joins. Report the missing step first.",
      ))

  it("waits for the connector", () => {
    const missing =
      "The join cannot be reported yet: the connector has not prepared the join to the domain. Report the missing step first."
    given(...enrolled)
      .when(join)
      .thenRefused("out-of-order", missing)
    given(...enrolled, connector("waiting"))
      .when(join)
      .thenRefused("out-of-order", missing)
  })

  it("waits for the look for a domain controller, and for one in sight", () => {
    const missing =
      "The join cannot be reported yet: no domain controller was in sight. Report the missing step first."
    given(...prepared)
      .when(join)
      .thenRefused("out-of-order", missing)
    given(...prepared, controller("notReached"))
      .when(join)
      .thenRefused("out-of-order", missing)
  })

  it("comes last, whether a domain controller was in sight or need not be", () => {
    given(...prepared, controller("reached"))
      .when(join)
      .thenEvents(joined)
    given(...prepared, controller("skipped"))
      .when(join)
      .thenEvents(joined)
  })

  it("is refused by the directory only where it may be asked for", () => {
    const refused = { ...join, refused: { code: "0x801C0003", reason: "too many devices" } }
    given(...enrolled)
      .when(refused)
      .thenRefused("out-of-order")
    given(...prepared, controller("reached"))
      .when(refused)
      .thenTypes("JoinRefused")
  })
})

describe("the connector of a hybrid join", () => {
  it("prepares nothing before the device has enrolled", () =>
    given(...signedIn)
      .when(report("processed"))
      .thenRefused(
        "out-of-order",
        "A join to the domain cannot be reported yet: the device is not enrolled. Report the missing step first.",
      ))

  it("prepares nothing where the profile asks for no hybrid join", () =>
    given(...joinedBy(true))
      .when(report("processed"))
      .thenRefused("out-of-order"))

  it("that is too late is recorded with 0x80070774", () =>
    given(...enrolled)
      .when(report("timedOut"))
      .thenEvents(fact("DomainJoinReported", { attempt, state: "timedOut", code: "0x80070774" })))
})

describe("a look for a domain controller", () => {
  it("follows the connector", () =>
    given(...enrolled, connector("waiting"))
      .when(look(true))
      .thenRefused("out-of-order"))

  it("in vain is recorded as such, unless the profile says to skip it", () => {
    const skipping = { ...settings(), device: { ...settings().device, skipDomainControllerCheck: true } }
    given(...prepared)
      .when(look(false))
      .thenEvents(controller("notReached"))
    given(...prepared)
      .when(look(false), { profile: skipping, holds: () => true })
      .thenEvents(controller("skipped"))
  })
})
