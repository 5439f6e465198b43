import { Result, Schema } from "effect"
import { describe, expect, test } from "vitest"
import {
  allPaths,
  Course,
  readCourse,
  simulate,
  startSimulation,
  stepWritten,
  Trace,
  traceOf,
  walk,
} from "#workflows/tools"
import { draftOf, shippedDraft } from "./drafts.ts"

type Steps = Course["steps"]

const tried = (steps: Steps, draft = shippedDraft("user-driven"), device = {}): Trace =>
  Result.getOrThrow(simulate(draft, { device, steps })).trace

const last = (trace: Trace) => trace.steps.at(-1)!

const TO_ENROLMENT: Steps = [
  "NetworkConnected",
  "OobeAnswered",
  "UserSignedIn",
  "DeviceJoined",
  "DeviceEnrolled",
]

const HOUR = 3_600_000

describe("trying a profile out", () => {
  test("leads a licensed user from the network to the desktop, and shows what was concluded on the way", () => {
    const trace = tried([...TO_ENROLMENT, "EspPhaseCompleted", "EspPhaseCompleted", "EspPhaseCompleted"])
    expect(trace).toMatchObject({ states: ["desktop"], outcome: "success", took: 0, possible: [] })
    expect(last(trace).emitted.map(({ event }) => event)).toEqual([
      "EspPhaseCompleted",
      "DesktopReleased",
      "DeploymentSucceeded",
    ])
    expect(trace.steps.every(({ declined }) => declined === null)).toBe(true)
  })

  test("gives a failure the code that its end names, unless something failed with a code of its own", () => {
    const draft = draftOf(`dsl: 1
kind: DeploymentProfile
name: coded
extends: user-driven
signals: [Refused]
workflow:
  states:
    outOfBox: { on: { Refused: refused } }
    refused: { final: { outcome: failure, reason: the desk refused, code: "0x81036502" } }
`)
    const failed = { event: "DeploymentFailed", data: { reason: "the desk refused", code: "0x81036502" } }
    expect(last(tried(["NetworkConnected", "Refused"], draft)).emitted).toMatchObject([failed])
  })

  test("names the transition that each event takes, as its author wrote it", () => {
    const trace = tried([...TO_ENROLMENT, "EspFailed"])
    expect(trace.steps.map(({ took }) => took)).toEqual([
      ["outOfBox.discovered NetworkConnected 0"],
      ["outOfBox.connected OobeAnswered 0"],
      ["outOfBox.answered UserSignedIn 0"],
      ["outOfBox.signedIn DeviceJoined 0"],
      ["outOfBox.joined DeviceEnrolled 0"],
      [],
      ["devicePreparation EspFailed 0"],
    ])
  })

  test("lets time-outs pass while nothing happens, each at the moment it was due", () => {
    const trace = tried(["NetworkConnected", { wait: "2h" }, "OobeAnswered", { wait: "3d" }])
    expect(trace.steps.map(({ at, event, kind }) => [at / HOUR, kind, event])).toEqual([
      [0, "event", "NetworkConnected"],
      [2, "event", "OobeAnswered"],
      [26, "timeout", "WaitTimedOut"],
    ])
    expect(trace).toMatchObject({ states: ["failed"], outcome: "failure", reason: "nobody signed in" })
    expect(trace.took).toBe(74 * HOUR)
  })

  test("says when the present wait would end by itself", () => {
    expect(tried([{ wait: "1h" }, "NetworkConnected"]).deadlines).toEqual([
      { state: "outOfBox.connected", due: 25 * HOUR, reason: "nobody answered the setup questions" },
    ])
  })

  test("has every item fail, settle and be retried as the rules have it", () => {
    const trace = tried([
      ...TO_ENROLMENT,
      { EspPhaseStarted: { apps: ["teams", "office"], certificates: ["wifi"] } },
      { EspItemReported: { app: "teams", state: "inProgress" } },
      { EspItemReported: { app: "office", state: "inProgress" } },
      { EspItemReported: { certificate: "wifi" } },
      { EspFailed: { app: "teams" } },
      { EspItemReported: { app: "office" } },
      "RetryChosen",
      { EspPhaseStarted: { apps: ["teams", "office"], certificates: ["wifi"] } },
      { EspItemReported: { app: "teams" } },
    ])
    expect(trace.steps.filter(({ declined }) => declined !== null)).toEqual([])
    expect(trace.states).toEqual(["deviceSetup"])
  })

  test("goes on after what is declined, and tells the rules from the workflow", () => {
    const trace = tried(["DeviceEnrolled", "ContinueChosen", "OobeAnswered", "NetworkConnected"])
    expect(trace.steps.map(({ declined }) => declined?.by)).toEqual(["rules", "rules", "workflow", undefined])
    expect(trace.steps[2]?.declined?.message).toContain(
      '"OobeAnswered" cannot happen now: the attempt is in "outOfBox.discovered", which takes NetworkConnected',
    )
    expect(trace.states).toEqual(["outOfBox.connected"])
  })

  test("says what the rules make of an event that is told the wrong way round", () => {
    const unlicensed: Steps = [
      "NetworkConnected",
      "OobeAnswered",
      { UserSignedIn: { licensed: false } },
      "DeviceJoined",
    ]
    expect(last(tried([...unlicensed, "DeviceEnrolled"])).declined?.message).toBe(
      '"DeviceEnrolled" cannot happen here: by the rules it is "EnrollmentRefused", because the user has no Intune licence.',
    )
    expect(tried([...unlicensed, "EnrollmentRefused"]).reason).toBe("the user has no Intune licence")
  })

  test("knows what is misspelled, and what says nothing or too much", () => {
    const trace = tried(["NetworkConnectd", {}, { RetryChosen: null, LogsCollected: null }])
    expect(trace.steps.map(({ declined }) => declined?.message)).toEqual([
      expect.stringContaining('There is no event "NetworkConnectd".'),
      "A step says nothing. Name the event that happens.",
      'A step names "RetryChosen" and "LogsCollected". Make each a step of its own.',
    ])
    expect(trace.steps[0]?.declined?.message).toContain('Did you mean "NetworkConnected"?')
  })

  test("lists what could happen next, as far as rules and workflow allow it", () => {
    const trace = tried([...TO_ENROLMENT, "EspFailed"])
    expect(trace.possible).toEqual([
      "NetworkConnected",
      "DeviceRestarted",
      "RetryChosen",
      "LogsCollected",
      "DeviceReset",
    ])
  })

  test("takes signals by their own names", () => {
    const draft = draftOf(`dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
signals: [ApprovalGranted]
workflow:
  states:
    outOfBox:
      states:
        joined:
          on: { DeviceEnrolled: waitingForApproval }
    waitingForApproval:
      on: { ApprovalGranted: devicePreparation }
      timeout: { after: 24h, to: failed, reason: nobody approved }
`)
    expect(tried([...TO_ENROLMENT, "ApprovalGranted"], draft).states).toEqual(["devicePreparation"])
    expect(tried([...TO_ENROLMENT, { wait: "timeout" }], draft).reason).toBe("nobody approved")
  })

  test("asks conditions about the device that is given", () => {
    const draft = draftOf(`dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
workflow:
  states:
    outOfBox:
      states:
        joined:
          on:
            DeviceEnrolled:
              - { when: device.manufacturer == "Fabrikam", to: deviceSetup }
              - { to: devicePreparation }
`)
    expect(tried(TO_ENROLMENT, draft, { manufacturer: "Fabrikam" }).states).toEqual(["deviceSetup"])
    expect(tried(TO_ENROLMENT, draft).states).toEqual(["devicePreparation"])
    const assumed = [
      ...TO_ENROLMENT.slice(0, -1),
      { DeviceEnrolled: null, assume: { 'device.manufacturer == "Fabrikam"': true } },
    ]
    expect(tried(assumed, draft).states).toEqual(["deviceSetup"])
  })

  test("begins as pre-provisioned when a technician does, and keeps the waiting time before the user's part", () => {
    const technician: Steps = [
      "NetworkConnected",
      "TpmAttested",
      "DeviceJoined",
      "DeviceEnrolled",
      "EspPhaseCompleted",
      "EspPhaseCompleted",
      "DeviceResealed",
    ]
    const draft = shippedDraft("pre-provisioned")
    const early = tried([...technician, { wait: "89m" }, "OobeAnswered"], draft, { begunBy: "technician" })
    expect(early.states).toEqual(["resealed"])
    expect(last(early).declined?.by).toBe("workflow")
    const late = tried([...technician, { wait: "90m" }, "OobeAnswered"], draft, { begunBy: "technician" })
    expect(late.states).toEqual(["userAnswered"])
  })

  test("turns a technician away where the profile forbids pre-provisioning", () => {
    const trace = tried(["NetworkConnected", "EnrollmentRefused"], shippedDraft("user-driven"), {
      begunBy: "technician",
    })
    expect(trace).toMatchObject({ outcome: "failure", reason: "the profile does not allow pre-provisioning" })
  })

  test("follows a registration through its life, too", () => {
    const trace = tried(
      [
        "DeviceRegistered",
        "TenantAssociated",
        "DeploymentStarted",
        "DeploymentSucceeded",
        "DeviceDeregistered",
      ],
      shippedDraft("lifecycle"),
    )
    expect(trace.steps.map(({ after }) => after)).toEqual([
      ["registration.hardware.known", "registration.owner.none"],
      ["registered.unassigned"],
      ["registered.deploying"],
      ["registered.deployed"],
      ["retired"],
    ])
    expect(trace.outcome).toBe("retired")
  })

  test("goes step by step as it goes at once", () => {
    const steps: Steps = [...TO_ENROLMENT, { wait: "timeout" }, "RetryChosen"]
    const begun = Result.getOrThrow(startSimulation(shippedDraft("user-driven")))
    expect(traceOf(steps.reduce(stepWritten, begun))).toEqual(tried(steps))
  })

  test("is stopped for good by a time-out that the rules forbid, like a device", () => {
    const draft = draftOf(`dsl: 1
kind: DeploymentProfile
name: generous
extends: user-driven
workflow:
  states:
    outOfBox:
      states:
        discovered:
          timeout: { after: 1h, to: desktop, reason: tired of waiting }
`)
    const trace = tried([{ wait: "2h" }, "NetworkConnected"], draft)
    expect(trace.steps.map(({ declined }) => declined?.message)).toEqual([
      expect.stringContaining("concludes DesktopReleased, but the device is not enrolled"),
      expect.stringContaining("concludes DesktopReleased, but the device is not enrolled"),
    ])
  })

  test("reads its course and writes its trace by Schemas", () => {
    const course = { steps: ["NetworkConnected", { wait: "2h" }, { UserSignedIn: { licensed: false } }] }
    const decoded = Schema.decodeUnknownSync(Course)(course)
    const trace = tried(decoded.steps)
    expect(Schema.decodeUnknownSync(Trace)(JSON.parse(JSON.stringify(trace)))).toEqual(trace)
    const wrong = { steps: [{ UserSignedIn: { licensed: "no" } }] }
    expect(() => Schema.decodeUnknownSync(Course)(wrong)).toThrow()
  })
})

const read = (text: string) => readCourse({ file: "course.yaml", text })
const codes = (text: string) => Result.getOrThrow(Result.flip(read(text))).map(({ code }) => code)

describe("a course of events in a file", () => {
  test("is a list of steps, or steps with the device that they happen to, in YAML or JSON", () => {
    const steps = ["NetworkConnected", { wait: "2h" }]
    expect(Result.getOrThrow(read("# a course\n- NetworkConnected\n- wait: 2h\n"))).toEqual({ steps })
    expect(Result.getOrThrow(read(JSON.stringify(steps)))).toEqual({ steps })
    const course = { device: { manufacturer: "Fabrikam" }, steps }
    expect(Result.getOrThrow(read(JSON.stringify(course)))).toEqual(course)
  })

  test("is told its mistakes as a profile is, all at once, each with its place", () => {
    expect(codes("- wait: [\n")).toEqual(["FL001"])
    expect(codes("")).toEqual(["FL002"])
    expect(codes("- NetworkConnected: { medum: wifi }\n- wait: soon\n")).toEqual(["FL004", "FL006"])
    expect(codes("device: { colour: red }\nsteps: []\n")).toEqual(["FL004"])
  })
})

describe("the shortest ways", () => {
  test("lead to every outcome, those with the fewest steps first, and nothing on them is declined", () => {
    const ways = allPaths(
      draftOf(`dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
enrollmentStatus: { onFailure: [continue, reset] }
`),
    )
    expect(ways.map(({ trace }) => [trace.states.join(), trace.outcome]).toSorted()).toEqual([
      ["desktop", "success"],
      ["desktopAfterTimeout", "successWithTimeout"],
      ["desktopDespiteFailure", "failure"],
      ["failed", "failure"],
      ["reset", "failure"],
    ])
    const steps = ways.map(({ trace }) => trace.steps)
    expect(steps.flat().filter(({ declined }) => declined !== null)).toEqual([])
    const counts = steps.map(({ length }) => length)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  })
})

describe("a random way", () => {
  test("is the same again for the same seed, and can be tried again as a course", () => {
    const draft = shippedDraft("user-driven")
    const seeds = [1, 2, 3, 4, 5, 6]
    const walks = seeds.map((seed) => Result.getOrThrow(walk(draft, seed)))
    expect(seeds.map((seed) => Result.getOrThrow(walk(draft, seed)))).toEqual(walks)
    expect(new Set(walks.map(({ trace }) => trace.steps.length)).size).toBeGreaterThan(1)
    for (const { course, trace } of walks) {
      expect(Result.getOrThrow(simulate(draft, course)).trace).toEqual(trace)
      expect(trace.outcome).not.toBeNull()
    }
  })

  test("goes through a life, too, and stops where nothing goes on", () => {
    const { trace } = Result.getOrThrow(walk(shippedDraft("lifecycle"), 4))
    expect(trace.steps.length).toBeGreaterThan(2)
    expect(trace.steps.every(({ declined }) => declined === null)).toBe(true)
  })
})
