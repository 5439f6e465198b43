import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { streamName } from "#domain/kernel"
import { deviceHistory } from "#workflows/audit"
import { addUser, assignUser, changeLicence, eraseUser, readFacts } from "#workflows/commands"
import { Keys } from "#workflows/ports"
import { erasure } from "#workflows/processes"
import {
  callerIn,
  contoso,
  discovered,
  registered,
  tenantNamed,
  upToEnrolment,
} from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

const ANN = { upn: "Ann@contoso.com", reason: "asked for it" }

const toldOf = (deviceId: string, tenantId: string) =>
  Effect.map(deviceHistory(deviceId, tenantId), (entries) => JSON.stringify(entries))

/** A notebook that is meant for Ann. */
const annsDevice = Effect.gen(function* () {
  const tenantId = yield* contoso
  const deviceId = yield* registered(callerIn(tenantId))
  yield* assignUser(deviceId, "ann@contoso.com", callerIn(tenantId))
  return { tenantId, deviceId }
})

/** Keys that cannot be destroyed any more: the process dies there. */
const dyingAtErase = Layer.effect(
  Keys,
  Effect.map(Keys, (keys) => ({ ...keys, erase: () => Effect.die("killed") })),
)

describe("an erased person", () => {
  it.effect("has no name in any history any more; what happened stays", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* annsDevice
      assert.include(yield* toldOf(deviceId, tenantId), "ann@contoso.com")
      const { facts } = yield* eraseUser(ANN, callerIn(tenantId))
      assert.deepStrictEqual(
        facts.map(({ type }) => type),
        ["SubjectErased"],
      )
      const told = yield* toldOf(deviceId, tenantId)
      assert.notInclude(told, "ann@contoso.com")
      assert.include(told, "UserAssigned")
      assert.deepStrictEqual((yield* eraseUser(ANN, callerIn(tenantId))).facts, [])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is unknown to the directory: no licence, no sign-in", () =>
    Effect.gen(function* () {
      const { tenantId } = yield* annsDevice
      yield* eraseUser(ANN, callerIn(tenantId))
      const licence = { type: "AssignLicence", upn: "ann@contoso.com", licence: "INTUNE" } as const
      const refused = yield* Effect.flip(changeLicence(licence, callerIn(tenantId)))
      assert.strictEqual(refused._tag === "Refusal" && refused.code, "user-unknown")
      const device = yield* discovered()
      const [network, answers, signIn] = upToEnrolment()
      yield* device.report(network!)
      yield* device.report(answers!)
      const { facts } = yield* device.report(signIn!)
      assert.deepStrictEqual(
        facts.map(({ type }) => type),
        ["SignInRefused"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("may come back, as somebody whose name is not kept", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* annsDevice
      yield* eraseUser(ANN, callerIn(tenantId))
      yield* addUser({ upn: "ann@contoso.com", displayName: "Ann" }, callerIn(tenantId))
      assert.notInclude(yield* toldOf(deviceId, tenantId), "ann@contoso.com")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has to be of the tenant's own domains, as names are sealed once for all tenants", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* annsDevice
      const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
      const refused = yield* Effect.flip(eraseUser(ANN, fabrikam))
      assert.strictEqual(refused._tag === "Refusal" && refused.code, "upn-of-another-organisation")
      assert.include(yield* toldOf(deviceId, tenantId), "ann@contoso.com")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is erased by the process where the program died before the key was destroyed", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* annsDevice
      const caller = callerIn(tenantId)
      yield* Effect.exit(eraseUser(ANN, caller).pipe(Effect.provide(dyingAtErase)))
      assert.include(yield* toldOf(deviceId, tenantId), "ann@contoso.com")
      const assigned = (yield* readFacts(streamName("device", deviceId))).find(
        ({ fact }) => fact.type === "UserAssigned",
      )
      const userId = assigned?.fact.type === "UserAssigned" ? assigned.fact.data.userId : ""
      const erased = { ...assigned!, fact: { type: "SubjectErased", data: { userId, reason: "r" } } as const }
      yield* erasure.react([erased])
      yield* erasure.react([erased])
      assert.notInclude(yield* toldOf(deviceId, tenantId), "ann@contoso.com")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
