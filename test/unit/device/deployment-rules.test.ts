import { describe, it } from "@effect/vitest"
import type { DeviceFact } from "#domain/device"
import {
  DEFAULT_PROFILE,
  enrolledByAnn,
  fact,
  joinedBy,
  SALES_PROFILE,
  settings,
  started,
} from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const attempt = 1
const offering = { profile: settings(), holds: () => true }
const nothingOffered = {
  profile: settings({
    onFailure: { collectLogs: false, retryLimit: 0, reset: false, continueAnyway: false },
  }),
  holds: () => true,
}

const tracking = (state?: "inProgress" | "completed" | "failed"): ReadonlyArray<DeviceFact> => [
  ...enrolledByAnn,
  fact("EspPhaseStarted", {
    attempt,
    phase: "devicePreparation",
    tracked: [{ category: "applications", item: "portal", blocking: true }],
  }),
  ...(state === undefined
    ? []
    : [
        fact("EspItemReported", {
          attempt,
          phase: "devicePreparation",
          category: "applications",
          item: "portal",
          state,
          code: null,
        }),
      ]),
]

const portal = (state: "notInstalled" | "inProgress" | "completed" | "failed") =>
  ({
    type: "ReportEspItem",
    attempt,
    phase: "devicePreparation",
    category: "applications",
    item: "portal",
    state,
    code: null,
  }) as const

describe("an enrolment", () => {
  const enrol = {
    type: "Enrol",
    attempt,
    managedDeviceId: "m",
    generatedName: "DESKTOP-1",
    refused: null,
  } as const

  it("of a licensed user succeeds, under the generated name", () =>
    given(...joinedBy(true))
      .when(enrol)
      .thenEvents(fact("DeviceEnrolled", { attempt, managedDeviceId: "m", deviceName: "DESKTOP-1" })))

  it("of a user without licence is recorded as refused with 0x80180018", () =>
    given(...joinedBy(false))
      .when(enrol)
      .thenEvents(
        fact("EnrollmentRefused", {
          attempt,
          code: "0x80180018",
          reason: "the user has no Intune licence",
        }),
      ))

  it("chooses the page of its attempt, once: the attempt keeps the one that it has", () => {
    const { enrollmentStatus } = settings()
    const nobody = {
      groupTags: [],
      orderIds: [],
      purchaseOrders: [],
      groups: [],
      userGroups: [],
      where: null,
    }
    const page = {
      ref: SALES_PROFILE,
      settings: {
        name: "everyone",
        title: "everyone",
        description: "",
        priority: null,
        assign: { ...nobody, allDevices: true, excludeGroups: [] },
        enrollmentStatus,
        scopeTags: [],
      },
    }
    const pages = { catalogue: { generation: 1, pages: [page], groups: [] }, userGroups: [] }
    const chosen = fact("EspPageChosen", {
      attempt,
      page: DEFAULT_PROFILE,
      status: null,
      candidates: [],
      catalogue: 1,
    })
    given(...joinedBy(true))
      .when({ ...enrol, pages })
      .thenTypes("EspPageChosen", "DeviceEnrolled")
    given(...joinedBy(true), chosen)
      .when({ ...enrol, pages })
      .thenTypes("DeviceEnrolled")
  })

  it("before the join is refused and leaves no trace", () =>
    given(...started)
      .when(enrol)
      .thenRefused(
        "out-of-order",
        "The enrolment cannot be reported yet: the device has not joined the directory. Report the missing step first.",
      ))
})

describe("a sign-in", () => {
  const signIn = (domainKnown: boolean) =>
    ({ type: "SignIn", attempt, userId: "eve", directory: { known: false, domainKnown } }) as const

  it("with a name of another tenant's domain is recorded as one to the wrong tenant", () =>
    given(...started)
      .when(signIn(false))
      .thenEvents(fact("SignInRefused", { attempt, userId: "eve", reason: "wrong-tenant", code: null })))

  it("with an unknown name of the own domain is recorded as one of an unknown user", () =>
    given(...started)
      .when(signIn(true))
      .thenEvents(fact("SignInRefused", { attempt, userId: "eve", reason: "unknown-user", code: null })))

  it("for another attempt than the running one is refused", () =>
    given(...started)
      .when({ ...signIn(true), attempt: 7 })
      .thenRefused(
        "attempt-over",
        "The report belongs to attempt 7, but attempt 1 is running. Discover the device's profile again to begin a new attempt.",
      ))
})

describe("the phases of the Enrollment Status Page", () => {
  it("begin in their order", () =>
    given(...enrolledByAnn)
      .when({ type: "StartEspPhase", attempt, phase: "deviceSetup", targeted: [] })
      .thenRefused(
        "out-of-order",
        'The phase "deviceSetup" cannot be reported yet: the phase "devicePreparation" is not completed. Report the missing step first.',
      ))

  it("block on an app only when it is targeted and named by the profile", () => {
    const profile = settings({
      devicePreparation: {
        ...settings().enrollmentStatus.devicePreparation,
        blockingApps: ["portal", "office"],
      },
    })
    given(...enrolledByAnn)
      .when(
        {
          type: "StartEspPhase",
          attempt,
          phase: "devicePreparation",
          targeted: [
            { category: "applications", item: "portal" },
            { category: "applications", item: "7-zip" },
          ],
        },
        { profile, holds: () => true },
      )
      .thenEvents(
        fact("EspPhaseStarted", {
          attempt,
          phase: "devicePreparation",
          tracked: [
            { category: "applications", item: "portal", blocking: true },
            { category: "applications", item: "7-zip", blocking: false },
          ],
        }),
      )
  })

  it("take an item's state only upward", () => {
    given(...tracking("inProgress"))
      .when(portal("completed"))
      .thenTypes("EspItemReported")
    given(...tracking("completed"))
      .when(portal("inProgress"))
      .thenRefused(
        "item-state-goes-down",
        '"portal" (applications) is already "completed" and cannot become "inProgress". Item states only go up; a retry of the phase begins failed items anew.',
      )
    given(...tracking("failed"))
      .when(portal("completed"))
      .thenRefused("item-state-goes-down")
  })

  it("take the same state twice as one report", () =>
    given(...tracking("inProgress"))
      .when(portal("inProgress"))
      .thenNothing())

  it("know only the items that they track", () =>
    given(...tracking())
      .when({ ...portal("completed"), item: "solitaire" })
      .thenRefused("item-not-tracked"))

  it("begin failed items anew after a retry, and keep what is installed", () => {
    const again = fact("EspPhaseStarted", {
      attempt,
      phase: "devicePreparation",
      tracked: [{ category: "applications", item: "portal", blocking: true }],
    })
    given(...tracking("failed"), fact("RetryChosen", { attempt }), again)
      .when(portal("inProgress"))
      .thenTypes("EspItemReported")
    given(...tracking("completed"), fact("RetryChosen", { attempt }), again)
      .when(portal("completed"))
      .thenNothing()
  })
})

describe("the choices after a failure", () => {
  const choices = ["ChooseRetry", "ChooseContinue", "CollectLogs", "ChooseReset"] as const

  it("are there as far as the profile offers them", () => {
    for (const type of choices) {
      given(...tracking("failed"))
        .when({ type, attempt }, nothingOffered)
        .thenRefused("choice-not-offered")
    }
    given(...tracking("failed"))
      .when({ type: "ChooseRetry", attempt }, offering)
      .thenTypes("RetryChosen")
    given(...tracking("failed"))
      .when({ type: "ChooseContinue", attempt }, offering)
      .thenTypes("ContinueChosen")
    given(...tracking("failed"))
      .when({ type: "CollectLogs", attempt }, offering)
      .thenTypes("LogsCollected")
    given(...tracking("failed"))
      .when({ type: "ChooseReset", attempt }, offering)
      .thenTypes("DeviceReset")
  })

  it("end with the last retry that the profile allows", () => {
    const retried = fact("RetryChosen", { attempt })
    given(...tracking("failed"), retried, retried)
      .when({ type: "ChooseRetry", attempt }, offering)
      .thenRefused(
        "choice-not-offered",
        '"try again" is not offered: it was chosen 2 of 2 times. An administrator can offer it under enrollmentStatus.onFailure in the profile.',
      )
  })

  it("include a signal only when the profile declares it", () => {
    const send = (name: string) => ({ type: "SendSignal", attempt, name }) as const
    given(...enrolledByAnn)
      .when(send("ApprovalGranted"), offering)
      .thenTypes("SignalReceived")
    given(...enrolledByAnn)
      .when(send("Fireworks"), offering)
      .thenRefused("signal-unknown")
  })
})
