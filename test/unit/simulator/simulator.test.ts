import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import {
  captureAnew,
  directAdministration,
  directDeviceApi,
  type PlanName,
  planOf,
  runDevice,
  type Told,
  virtualMachine,
} from "#adapters/simulator"
import { buildReport, decodeHash, identityKeys, match, summarise } from "#domain/hardware"
import { streamName } from "#domain/kernel"
import {
  addUser,
  changeLicence,
  createTenant,
  publishProfile,
  readFacts,
  registerDevice,
} from "#workflows/commands"
import { serviceWorld } from "../../support/service-world.ts"

const ADMIN = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const
const CAST = {
  licensed: "ann@contoso.com",
  unlicensed: "bob@contoso.com",
  stranger: "eve@fabrikam.com",
} as const
const CAPTURED = { at: "2026-01-01T00:00:00Z", osBuild: "10.0.26100.4652" } as const
const SHORT_PAGE = `dsl: 1
kind: DeploymentProfile
name: short-page
extends: user-driven
assign: { groupTags: [lab] }
enrollmentStatus:
  timeout: 3s
  onFailure: [collect-logs, retry, continue]
`

const report = buildReport(virtualMachine("test", 1), CAPTURED)
const world = directDeviceApi.pipe(Layer.provideMerge(serviceWorld))

const contoso = Effect.gen(function* () {
  const { tenantId } = yield* createTenant(
    { name: "Contoso", domains: ["contoso.com"] },
    { actor: ADMIN, tenantId: null, key: "tenant" },
  )
  const caller = (key: string) => ({ actor: ADMIN, tenantId, key })
  yield* addUser({ upn: CAST.licensed, displayName: null }, caller("ann"))
  yield* addUser({ upn: CAST.unlicensed, displayName: null }, caller("bob"))
  const licence = { type: "AssignLicence", upn: CAST.licensed, licence: "INTUNE" } as const
  yield* changeLicence(licence, caller("licence"))
  yield* publishProfile({ file: "short-page.yaml", text: SHORT_PAGE }, caller("short"))
  yield* registerDevice(
    {
      method: "manual",
      hardware: Result.getOrThrow(summarise(report)),
      groupTag: "lab",
      orderId: null,
      purchaseOrder: null,
      productKey: null,
      import: null,
      assignedUser: null,
    },
    caller("register"),
  )
  return directAdministration({
    caller: { actor: ADMIN, tenantId },
    domains: ["contoso.com"],
  })
})

/** Runs a plan while the virtual clock moves on; answers what was told and what the device's stream holds. */
const run = Effect.fn(function* (plan: PlanName, longestWait = Duration.seconds(10)) {
  const administration = yield* contoso
  const told: Array<Told> = []
  const watch = {
    tell: (one: Told) => Effect.sync(() => void told.push(one)),
    pace: Duration.millis(100),
    longestWait,
  }
  const device = { name: "Device 1", report, plan: planOf(plan), cast: CAST }
  const fiber = yield* Effect.forkChild(Effect.provide(runDevice(device, watch), administration))
  for (let tick = 0; tick < 100; tick++) yield* TestClock.adjust("200 millis")
  const outcome = yield* Fiber.join(fiber)
  const facts = yield* readFacts(streamName("device", outcome.deviceId ?? ""))
  return { told, outcome, types: facts.map(({ fact }) => fact.type), facts: facts.map(({ fact }) => fact) }
})

const count = (types: ReadonlyArray<string>, type: string): number =>
  types.filter((one) => one === type).length

describe("virtual machines", () => {
  it("are the same for the same seed and number, and share no identity with any other", () => {
    assert.deepStrictEqual(virtualMachine("a", 1), virtualMachine("a", 1))
    const machines = [virtualMachine("a", 1), virtualMachine("a", 2), virtualMachine("b", 1)]
    const keys = machines.flatMap((machine) =>
      identityKeys(Result.getOrThrow(summarise(buildReport(machine, CAPTURED)))),
    )
    assert.strictEqual(keys.length, 12)
    assert.strictEqual(new Set(keys.map((key) => JSON.stringify(key))).size, 12)
  })

  it.effect("are captured anew with other bytes, another time and another build, and are recognised", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 10, 23, 8, 30))
      const before = Result.getOrThrow(summarise(report))
      const decoded = Result.getOrThrow(decodeHash(yield* captureAnew(report)))
      const after = Result.getOrThrow(summarise(decoded.report))
      assert.notStrictEqual(after.fingerprint, before.fingerprint)
      assert.strictEqual(after.capturedAt, "2026-11-23T08:30:00.000Z")
      assert.notStrictEqual(after.osBuild, before.osBuild)
      assert.strictEqual(match(before, after).verdict, "same")
    }),
  )
})

describe("a virtual device", () => {
  it.effect("goes straight through to the desktop, and each report is taken", () =>
    Effect.gen(function* () {
      const { told, types } = yield* run("straight")
      assert.deepStrictEqual(
        told.filter(({ refusal }) => refusal !== null),
        [],
      )
      assert.deepStrictEqual(types.slice(-3), ["EspPhaseCompleted", "DesktopReleased", "DeploymentSucceeded"])
      assert.strictEqual(count(types, "EspPhaseCompleted"), 3)
    }).pipe(Effect.provide(world)),
  )

  it.effect("has an app that fails, is retried, and reaches the desktop in the same attempt", () =>
    Effect.gen(function* () {
      const { facts, outcome, types } = yield* run("app-retried")
      assert.isNull(outcome.stopped)
      assert.strictEqual(count(types, "DeploymentStarted"), 1)
      const failed = facts.find((fact) => fact.type === "EspFailed")
      assert.deepInclude(failed?.data, { item: "m365-apps", code: "0x87D1041C" })
      const since = types.slice(types.indexOf("EspFailed"))
      assert.include(since, "RetryChosen")
      assert.strictEqual(since.at(-1), "DeploymentSucceeded")
    }).pipe(Effect.provide(world)),
  )

  it.effect("outlasts the page of a profile with a short time-out and goes on: no plain success", () =>
    Effect.gen(function* () {
      const { facts, outcome, types } = yield* run("page-timed-out")
      assert.strictEqual(outcome.profile, "short-page")
      assert.isNull(outcome.stopped)
      assert.include(types, "EspTimedOut")
      const ended = facts.find((fact) => fact.type === "DeploymentSucceeded")
      assert.deepInclude(ended?.data, { outcome: "successWithTimeout" })
    }).pipe(Effect.provide(world)),
  )

  it.effect("is left at its page where that would take longer than allowed", () =>
    Effect.gen(function* () {
      const { outcome, types } = yield* run("page-timed-out", Duration.seconds(2))
      assert.strictEqual(outcome.ended, "left waiting")
      assert.strictEqual(types.at(-1), "EspItemReported")
    }).pipe(Effect.provide(world)),
  )

  it.effect("cannot enrol where its user has no licence, and the refusal is part of the story", () =>
    Effect.gen(function* () {
      const { outcome, told, types } = yield* run("no-licence")
      assert.isNull(outcome.stopped)
      assert.strictEqual(told.at(-1)?.refusal?.number, "0x80180018")
      assert.deepStrictEqual(types.slice(-2), ["EnrollmentRefused", "DeploymentFailed"])
    }).pipe(Effect.provide(world)),
  )

  it.effect("refuses an account of another organisation and stays at the sign-in page", () =>
    Effect.gen(function* () {
      const { told, types } = yield* run("wrong-tenant")
      assert.strictEqual(told.at(-1)?.refusal?.code, "wrong-tenant")
      assert.strictEqual(types.at(-1), "SignInRefused")
    }).pipe(Effect.provide(world)),
  )

  it.effect("stops where it is not registered, with the words of the service", () =>
    Effect.gen(function* () {
      const administration = directAdministration({
        caller: { actor: ADMIN, tenantId: "none" },
        domains: [],
      })
      const other = buildReport(virtualMachine("test", 2), CAPTURED)
      const device = { name: "Device 2", report: other, plan: planOf("straight"), cast: CAST }
      const told: Array<Told> = []
      const tell = (one: Told) => Effect.sync(() => void told.push(one))
      const outcome = yield* runDevice(device, {
        tell,
        pace: Duration.zero,
        longestWait: Duration.zero,
      }).pipe(Effect.provide(administration))
      assert.strictEqual(outcome.stopped?.number, "807")
      assert.strictEqual(told.length, 1)
    }).pipe(Effect.provide(world)),
  )
})
