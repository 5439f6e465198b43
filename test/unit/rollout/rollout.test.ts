import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { changeGroupTag, publishProfile } from "#workflows/commands"
import { applyPlan, hasChanges, plan } from "#workflows/rollout"
import { callerIn, contoso, discovered, registered, tenantNamed } from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const SALES = `dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
assign: { groupTags: [sales] }
enrollmentStatus: { timeout: 60m }
`
const file = (text: string) => ({ file: "sales.yaml", text })
const keep = { prune: false }

const kinds = ({ profiles }: { readonly profiles: ReadonlyArray<{ kind: string; name: string }> }) =>
  profiles.map(({ kind, name }) => `${kind} ${name}`)

describe("a plan", () => {
  it.effect("names the devices that a new profile takes from another, and why", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      yield* registered(callerIn(tenantId), NEIGHBOUR)
      yield* discovered(NOTEBOOK)
      const made = yield* plan([file(SALES)], tenantId, keep)
      assert.deepStrictEqual(kinds(made), ["new sales"])
      const [notebook] = made.devices.filter(({ serialNumber }) => serialNumber === NOTEBOOK.serialNumber)
      assert.deepStrictEqual(notebook?.from, { name: "default", version: 1 })
      assert.deepStrictEqual(notebook?.to, { name: "sales", version: 1 })
      assert.strictEqual(notebook?.why, 'group tag "sales"')
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("tells a change setting by setting and state by state, and which deployments stay", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(file(SALES), callerIn(tenantId))
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      yield* discovered(NOTEBOOK)
      const made = yield* plan([file(SALES.replace("60m", "90m"))], tenantId, keep)
      assert.deepStrictEqual(made.profiles[0]?.settings, [
        { setting: "enrollmentStatus.timeoutMillis", before: 3_600_000, after: 5_400_000 },
      ])
      assert.deepStrictEqual(made.profiles[0]?.statechart, [
        {
          kind: "changed",
          state: "deviceSetup",
          says: "time-out: after 1h deviceSetupTimedOut -> after 90m deviceSetupTimedOut",
        },
        {
          kind: "changed",
          state: "accountSetup",
          says: "time-out: after 1h accountSetupTimedOut -> after 90m accountSetupTimedOut",
        },
      ])
      assert.deepStrictEqual(
        made.staying.map(({ attempt, profile }) => ({ attempt, profile })),
        [{ attempt: 1, profile: { name: "sales", version: 1 } }],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "retires only what it is told to, and names the devices that would be left without a profile",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        yield* registered(callerIn(tenantId), NOTEBOOK)
        yield* discovered(NOTEBOOK)
        assert.deepStrictEqual(kinds(yield* plan([file(SALES)], tenantId, keep)), ["new sales"])
        const pruned = yield* plan([file(SALES)], tenantId, { prune: true })
        assert.deepStrictEqual(kinds(pruned), ["new sales", "retired default"])
        assert.deepStrictEqual(
          pruned.devices.map(({ to, why }) => ({ to, why })),
          [{ to: null, why: "no profile applies to it any more" }],
        )
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("names the profiles that build on one that changes", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(file(SALES), callerIn(tenantId))
      const emea = SALES.replace("name: sales", "name: sales-emea")
        .replace("user-driven", "sales")
        .replace(/enrollmentStatus.*/, "")
      yield* publishProfile({ file: "emea.yaml", text: emea }, callerIn(tenantId))
      const made = yield* plan([file(SALES.replace("60m", "90m"))], tenantId, keep)
      const [emeaChange, ...others] = made.derived
      assert.deepInclude(emeaChange, { name: "sales-emea", version: 1, base: "sales", errors: 0 })
      assert.deepStrictEqual(
        emeaChange?.settings.map(({ after, setting }) => ({ setting, after })),
        [{ setting: "enrollmentStatus.timeoutMillis", after: 5_400_000 }],
      )
      assert.deepStrictEqual(others, [])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("without changes says so", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(file(SALES), callerIn(tenantId))
      assert.isFalse(hasChanges(yield* plan([file(SALES)], tenantId, keep)))
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("applying a plan", () => {
  it.effect("does exactly what it says, and nothing when it is repeated", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const made = yield* plan([file(SALES)], tenantId, keep)
      const { applied } = yield* applyPlan(made, callerIn(tenantId))
      assert.deepStrictEqual(applied, [{ kind: "new", document: "DeploymentProfile", name: "sales", to: 1 }])
      assert.deepStrictEqual((yield* applyPlan(made, callerIn(tenantId))).applied, [])
      assert.isFalse(hasChanges(yield* plan([file(SALES)], tenantId, keep)))
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused when a device has come under it since, and says which", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* discovered(NOTEBOOK)
      const made = yield* plan([file(SALES)], tenantId, keep)
      yield* changeGroupTag(deviceId, "sales", callerIn(tenantId))
      const refusal = yield* Effect.flip(applyPlan(made, callerIn(tenantId)))
      assert.strictEqual(
        refusal.message,
        'The store has moved since this plan was made: new: the device "CTS-0000042" goes from default v1 to sales v1. Make the plan again and look at what it says now.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused for another tenant", () =>
    Effect.gen(function* () {
      const made = yield* plan([file(SALES)], yield* contoso, keep)
      const refusal = yield* Effect.flip(applyPlan(made, callerIn(yield* tenantNamed("Fabrikam"))))
      assert.include(refusal.message, "This plan was made for another tenant.")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
