import { describe, it } from "@effect/vitest"
import type { EspPhase } from "#domain/deployment"
import type { DeviceFact } from "#domain/device"
import { enrolledByAnn, fact, settings } from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const attempt = 1
const apps = ["portal", "office", "viewer"] as const
type App = (typeof apps)[number]

const tracking = (phase: EspPhase = "devicePreparation"): ReadonlyArray<DeviceFact> => [
  ...enrolledByAnn,
  fact("EspPhaseStarted", {
    attempt,
    phase,
    tracked: apps.map((item) => ({ category: "applications", item, blocking: item !== "viewer" })),
  }),
]

const asking = (item: App, rebootRequired: "soft" | "hard", phase: EspPhase = "devicePreparation") =>
  fact("EspItemReported", {
    attempt,
    phase,
    category: "applications",
    item,
    state: "completed",
    code: null,
    rebootRequired,
  })

const reports = (
  item: App,
  state: "inProgress" | "completed" | "failed",
  more: { readonly phase?: EspPhase; readonly rebootRequired?: "soft" | "hard" } = {},
) =>
  ({
    type: "ReportEspItem",
    attempt,
    phase: "devicePreparation",
    category: "applications",
    item,
    state,
    code: null,
    ...more,
  }) as const

const restarted = fact("DeviceRestarted", { attempt, phase: "devicePreparation", item: "portal" })

describe("an app that asks for a restart", () => {
  it("says so with its report, and that is recorded", () =>
    given(...tracking())
      .when(reports("portal", "completed", { rebootRequired: "soft" }))
      .thenEvents(asking("portal", "soft")))

  it("has to be installed to do so", () =>
    given(...tracking())
      .when(reports("portal", "inProgress", { rebootRequired: "soft" }))
      .thenRefused(
        "restart-without-install",
        '"portal" is "inProgress", and only what is "completed" can ask for a restart. Leave rebootRequired out, or report the app as completed.',
      ))

  it("softly lets others be begun before it is made", () =>
    given(...tracking(), asking("portal", "soft"))
      .when(reports("office", "inProgress"))
      .thenTypes("EspItemReported"))

  it("hard lets no other be begun before it is made, not even where it is only shown itself", () => {
    const stopped =
      '"office" cannot be installed now: "portal" needs the device to restart before any other app is begun. Restart the device, report it, and go on; apps that were in progress may still end.'
    given(...tracking(), asking("portal", "hard"))
      .when(reports("office", "inProgress"))
      .thenRefused("restart-first", stopped)
    given(...tracking(), asking("viewer", "hard"))
      .when(reports("office", "inProgress"))
      .thenRefused("restart-first")
    given(...tracking(), asking("portal", "hard"), restarted)
      .when(reports("office", "inProgress"))
      .thenTypes("EspItemReported")
  })

  it("hard lets what is being installed end", () => {
    const installing = fact("EspItemReported", { ...asking("office", "hard").data, state: "inProgress" })
    const { rebootRequired: _none, ...plain } = installing.data
    given(...tracking(), fact("EspItemReported", plain), asking("portal", "hard"))
      .when(reports("office", "completed"))
      .thenTypes("EspItemReported")
  })

  it("keeps asking for it while the phase is tried again", () =>
    given(
      ...tracking(),
      asking("portal", "hard"),
      fact("RetryChosen", { attempt }),
      tracking().at(-1) as DeviceFact,
    )
      .when(reports("office", "inProgress"))
      .thenRefused("restart-first"))

  it("while the account is set up waits for it until the desktop is shown: it stops no other app", () => {
    const account = [...tracking("accountSetup"), asking("portal", "hard", "accountSetup")]
    given(...account)
      .when(reports("office", "inProgress", { phase: "accountSetup" }), {
        profile: settings(),
        holds: () => true,
      })
      .thenTypes("EspItemReported")
  })
})
