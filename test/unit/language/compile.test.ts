import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { ESP_CATEGORIES } from "#domain/deployment"
import { compileLifecycle, compileProfile } from "#workflows/language"
import { shippedLifecycle, shippedProfiles } from "./shipped.ts"
import { start } from "./statechart.ts"

const bases = shippedProfiles
const compiled = (text: string) => {
  const result = compileProfile(text, { file: "test.yaml", bases })
  if (Result.isFailure(result)) throw new Error(JSON.stringify(result.failure, null, 1))
  return result.success
}

const derived = (lines: string) =>
  `dsl: 1\nkind: DeploymentProfile\nname: test\nextends: user-driven\n${lines}`

const toEnrolled = () => {
  const chart = start(compiled(derived("")).machine)
  for (const event of ["NetworkConnected", "OobeAnswered", "UserSignedIn", "DeviceJoined", "DeviceEnrolled"])
    expect(chart.take(event), event).toBeDefined()
  return chart
}

const all = [...ESP_CATEGORIES]
const pass = (chart: ReturnType<typeof start>, phase: string) => {
  chart.take("EspPhaseStarted", { phase })
  return chart.take("EspItemReported", { phase }, { settled: all })
}

describe("the shipped user-driven profile", () => {
  test("leads from the network to the desktop, and says what it concludes on the way", () => {
    const chart = toEnrolled()
    expect(pass(chart, "devicePreparation")).toMatchObject({
      state: { deviceSetup: "identifying" },
      emitted: [{ event: "EspPhaseCompleted", phase: "devicePreparation" }],
    })
    expect(pass(chart, "deviceSetup")?.state).toEqual({ accountSetup: "identifying" })
    expect(pass(chart, "accountSetup")).toEqual({
      state: "desktop",
      emitted: [
        { event: "EspPhaseCompleted", phase: "accountSetup" },
        { event: "DesktopReleased" },
        { event: "DeploymentSucceeded", outcome: "success" },
      ],
      done: true,
    })
  })

  test("completes a phase that tracks nothing as soon as it starts", () => {
    const chart = toEnrolled()
    expect(chart.take("EspPhaseStarted", { phase: "devicePreparation" }, { settled: all })?.state).toEqual({
      deviceSetup: "identifying",
    })
  })

  test("waits for every category of a phase", () => {
    const chart = toEnrolled()
    chart.take("EspPhaseStarted", { phase: "devicePreparation" })
    const step = chart.take(
      "EspItemReported",
      { phase: "devicePreparation" },
      { settled: all.filter((category) => category !== "applications") },
    )
    expect(step?.state).toMatchObject({
      devicePreparation: { tracking: { certificates: "settled", applications: "working" } },
    })
  })

  test("takes no item before its phase has started, and none of another phase", () => {
    const chart = toEnrolled()
    expect(chart.take("EspItemReported", { phase: "devicePreparation" })).toBeUndefined()
    chart.take("EspPhaseStarted", { phase: "devicePreparation" })
    expect(chart.take("EspItemReported", { phase: "accountSetup" })).toBeUndefined()
    expect(chart.take("EspPhaseStarted", { phase: "deviceSetup" })).toBeUndefined()
  })

  test("shows the error page when an item fails, also when everything else is settled at the same moment", () => {
    const chart = toEnrolled()
    chart.take("EspPhaseStarted", { phase: "devicePreparation" })
    expect(
      chart.take(
        "EspItemReported",
        { phase: "devicePreparation" },
        { settled: all, failed: ["devicePreparation"] },
      ),
    ).toMatchObject({
      state: "devicePreparationFailed",
      emitted: [{ event: "EspFailed", phase: "devicePreparation" }],
    })
  })

  test("begins a phase anew for as many retries as the limit allows", () => {
    const chart = toEnrolled()
    const fail = () => {
      chart.take("EspPhaseStarted", { phase: "devicePreparation" })
      chart.take("EspItemReported", { phase: "devicePreparation" }, { failed: ["devicePreparation"] })
    }
    fail()
    expect(chart.take("RetryChosen", {}, { retries: 1, retryLimit: 1 })?.state).toEqual({
      devicePreparation: "identifying",
    })
    fail()
    expect(chart.take("RetryChosen", {}, { retries: 2, retryLimit: 1 })).toBeUndefined()
  })

  test.each([
    ["a time-out", "successWithTimeout", { event: "DeploymentSucceeded", outcome: "successWithTimeout" }],
    [
      "a failure",
      "failure",
      { event: "DeploymentFailed", reason: "the user went on although something failed" },
    ],
  ])("never calls it a success when the user goes on after %s", (how, _outcome, conclusion) => {
    const chart = toEnrolled()
    chart.take("EspPhaseStarted", { phase: "devicePreparation" })
    if (how === "a time-out") chart.take("xstate.after.900000.attempt.devicePreparation")
    else chart.take("EspItemReported", { phase: "devicePreparation" }, { failed: ["devicePreparation"] })
    expect(chart.take("ContinueChosen")?.emitted).toEqual([{ event: "DesktopReleased" }, conclusion])
  })

  test("lets the network be reported again after a restart, and the user sign in again before the join", () => {
    const chart = start(compiled(derived("")).machine)
    for (const event of ["NetworkConnected", "NetworkConnected", "OobeAnswered", "NetworkConnected"])
      expect(chart.take(event), event).toBeDefined()
    expect(chart.take("SignInRefused")?.state).toEqual({ outOfBox: "answered" })
    expect(chart.take("UserSignedIn")?.state).toEqual({ outOfBox: "signedIn" })
    expect(chart.take("UserSignedIn")?.state).toEqual({ outOfBox: "signedIn" })
  })

  test("ends with a failure when the device is reset, wherever it is", () => {
    const chart = toEnrolled()
    expect(chart.take("DeviceReset")).toEqual({
      state: "reset",
      emitted: [{ event: "DeploymentFailed", reason: "the device was reset" }],
      done: true,
    })
  })
})

describe("a profile that extends another", () => {
  test("changes what it names and keeps the rest", () => {
    const { machine, settings } = compiled(
      derived(
        [
          "device: { nameTemplate: 'PC-%RAND:5%' }",
          "enrollmentStatus: { timeout: 90m }",
          "workflow:",
          "  states:",
          "    deviceSetup:",
          "      on: { EspTimedOut: failed }",
        ].join("\n"),
      ),
    )
    expect(settings.device).toMatchObject({ join: "entra", nameTemplate: "PC-%RAND:5%" })
    expect(settings.enrollmentStatus).toMatchObject({
      timeoutMillis: 5_400_000,
      onFailure: { retryLimit: 3 },
    })
    expect(machine.config.states).toMatchObject({
      deviceSetup: { after: { "5400000": [{ target: "#attempt.failed" }] } },
      devicePreparation: { after: { "900000": [{ target: "#attempt.devicePreparationTimedOut" }] } },
    })
  })

  test("allows three retries where it allows retries without saying how many", () => {
    const limitOf = (choices: string) =>
      compiled(derived(`enrollmentStatus: { onFailure: ${choices} }`)).settings.enrollmentStatus.onFailure
        .retryLimit
    expect([limitOf("[retry]"), limitOf("[{ retry: { limit: 7 } }]"), limitOf("[reset]")]).toEqual([3, 7, 0])
  })

  test("does not inherit whom the base is for, nor its title", () => {
    const text = "dsl: 1\nkind: DeploymentProfile\nname: test\nextends: default\n"
    expect(compiled(text).settings).toMatchObject({ title: "test", assign: { allDevices: false } })
  })

  test("pins its bases by digest, nearest first", () => {
    const { bases: pinned } = compiled("dsl: 1\nkind: DeploymentProfile\nname: test\nextends: default\n")
    expect(pinned.map(({ name }) => name)).toEqual(["default", "user-driven"])
    expect(pinned[0]?.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  test("waits for a signal of its own where its workflow says so", () => {
    const chart = start(
      compiled(
        derived(
          [
            "signals: [ApprovalGranted]",
            "workflow:",
            "  states:",
            "    outOfBox:",
            "      states:",
            "        joined:",
            "          on: { DeviceEnrolled: waitingForApproval }",
            "    waitingForApproval:",
            "      on: { ApprovalGranted: devicePreparation }",
            "      timeout: { after: 24h, to: failed, reason: nobody approved }",
          ].join("\n"),
        ),
      ).machine,
    )
    for (const event of [
      "NetworkConnected",
      "OobeAnswered",
      "UserSignedIn",
      "DeviceJoined",
      "DeviceEnrolled",
    ])
      chart.take(event)
    expect(chart.state()).toBe("waitingForApproval")
    expect(chart.take("ApprovalGranted")?.state).toEqual({ devicePreparation: "identifying" })
  })

  test("has a digest of its own for the same statechart only when it compiles to the same JSON", () => {
    const one = compiled(derived(""))
    expect(compiled(derived("title: Another title")).machineDigest).toBe(one.machineDigest)
    expect(compiled(derived("enrollmentStatus: { timeout: 2h }")).machineDigest).not.toBe(one.machineDigest)
  })
})

describe("the shipped lifecycle", () => {
  const lifecycle = () => {
    const result = compileLifecycle(shippedLifecycle.text, shippedLifecycle)
    if (Result.isFailure(result)) throw new Error(JSON.stringify(result.failure))
    return start(result.success.machine)
  }

  test.each([[["DeviceRegistered", "TenantAssociated"]], [["TenantAssociated", "DeviceRegistered"]]])(
    "is a registration once both facts are there, in the order %s",
    (events) => {
      const chart = lifecycle()
      for (const event of events) chart.take(event)
      expect(chart.state()).toEqual({ registered: "unassigned" })
    },
  )

  test("lets a device be set up again after success, failure and reset", () => {
    const chart = lifecycle()
    const history: ReadonlyArray<readonly [string, string]> = [
      ["ProfileAssigned", "assigned"],
      ["DeploymentStarted", "deploying"],
      ["GroupTagChanged", "deploying"],
      ["DeploymentFailed", "failed"],
      ["DeploymentStarted", "deploying"],
      ["DeviceReset", "deploying"],
      ["DeploymentSucceeded", "deployed"],
      ["DeviceReset", "awaitingSetup"],
      ["DeploymentStarted", "deploying"],
    ]
    for (const event of ["DeviceRegistered", "TenantAssociated"]) chart.take(event)
    for (const [event, state] of history)
      expect(chart.take(event)?.state, event).toEqual({ registered: state })
  })

  test("ends when the device is deregistered, without concluding anything", () => {
    const chart = lifecycle()
    for (const event of ["DeviceRegistered", "TenantAssociated"]) chart.take(event)
    expect(chart.take("DeviceDeregistered")).toEqual({ state: "retired", emitted: [], done: true })
  })
})
