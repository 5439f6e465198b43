import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import type { MachineSpec } from "#domain/hardware"
import { Refusal } from "#domain/kernel"
import { checkClaim, deregister, registerDevice } from "#workflows/commands"
import { ClaimCheckGate, EventStore, START } from "#workflows/ports"
import { callerIn, registered, registrationOf, tenantNamed } from "../../support/contoso.ts"
import { AFTER, capture, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const asked = (tenantId: string, machine: MachineSpec = NOTEBOOK) =>
  Effect.map(checkClaim(capture(machine, AFTER), callerIn(tenantId)), ({ claimable, says }) => ({
    claimable,
    says,
  }))

const YES = { claimable: true, says: "This tenant can register this device now." }
const NO = { claimable: false, says: "This tenant cannot register this device now." }

const checks = Effect.gen(function* () {
  const events = yield* Stream.runCollect((yield* EventStore).readAll(START, { categories: ["check"] }))
  return events.map(({ metadata, payload, type }) => ({ type, data: payload.data, tenant: metadata.tenant }))
})

/** A store that counts what is read from it, and dies before it writes to a device. */
const counting = () => {
  const seen = { reads: 0 }
  const layer = Layer.effect(
    EventStore,
    Effect.map(EventStore, (store) => ({
      ...store,
      read: (stream: string, options?: { readonly from?: number; readonly limit?: number }) => {
        seen.reads++
        return store.read(stream, options)
      },
    })),
  )
  return { seen, layer }
}

const dyingBeforeDevice = Layer.effect(
  EventStore,
  Effect.map(EventStore, (store) => ({
    ...store,
    append: (stream, expected, events) =>
      stream.startsWith("device-") ? Effect.die("killed") : store.append(stream, expected, events),
  })),
)

describe("a claim check", () => {
  it.effect("says yes to a machine that nobody has, and no in the same words whoever has it", () =>
    Effect.gen(function* () {
      const [contoso, fabrikam] = [yield* tenantNamed("Contoso"), yield* tenantNamed("Fabrikam")]
      assert.deepStrictEqual(yield* asked(contoso), YES)
      const deviceId = yield* registered(callerIn(fabrikam))
      assert.deepStrictEqual(yield* asked(contoso), NO)
      assert.deepStrictEqual(yield* asked(fabrikam), NO)
      assert.deepStrictEqual(yield* asked(contoso, NEIGHBOUR), YES)
      yield* deregister(deviceId, "sold", callerIn(fabrikam))
      assert.deepStrictEqual(yield* asked(contoso), YES)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "says no while somebody registers the machine, and yes once that stayed unfinished for too long",
    () =>
      Effect.gen(function* () {
        const [contoso, fabrikam] = [yield* tenantNamed("Contoso"), yield* tenantNamed("Fabrikam")]
        const dying = registerDevice(registrationOf(NOTEBOOK), callerIn(fabrikam))
        yield* Effect.exit(dying.pipe(Effect.provide(dyingBeforeDevice)))
        assert.deepStrictEqual(yield* asked(contoso), NO)
        yield* TestClock.adjust("1 minute")
        assert.deepStrictEqual(yield* asked(contoso), YES)
        yield* registerDevice(registrationOf(NOTEBOOK), callerIn(contoso))
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("reads as much for a no as for a yes, and changes nothing but its own record", () =>
    Effect.gen(function* () {
      const [contoso, fabrikam] = [yield* tenantNamed("Contoso"), yield* tenantNamed("Fabrikam")]
      yield* registered(callerIn(fabrikam))
      const reads = Effect.fn(function* (machine: MachineSpec) {
        const { layer, seen } = counting()
        yield* asked(contoso, machine).pipe(Effect.provide(layer))
        return seen.reads
      })
      assert.strictEqual(yield* reads(NOTEBOOK), yield* reads(NEIGHBOUR))
      const events = yield* Stream.runCollect((yield* EventStore).readAll(START))
      assert.deepStrictEqual(
        events.slice(-2).map(({ type }) => type),
        ["ClaimChecked", "ClaimChecked"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is recorded among the asking tenant's events, by the fingerprint of the capture alone", () =>
    Effect.gen(function* () {
      const [contoso, fabrikam] = [yield* tenantNamed("Contoso"), yield* tenantNamed("Fabrikam")]
      const deviceId = yield* registered(callerIn(fabrikam))
      yield* asked(contoso)
      const { fingerprint } = capture(NOTEBOOK, AFTER)
      const recorded = yield* checks
      assert.deepStrictEqual(recorded, [
        { type: "ClaimChecked", data: { fingerprint, claimable: false }, tenant: contoso },
      ])
      for (const secret of [fabrikam, deviceId, NOTEBOOK.serialNumber])
        assert.notInclude(JSON.stringify(recorded), secret)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives its first answer again to the same question with the same key", () =>
    Effect.gen(function* () {
      const [contoso, fabrikam] = [yield* tenantNamed("Contoso"), yield* tenantNamed("Fabrikam")]
      const caller = callerIn(contoso)
      const first = yield* checkClaim(capture(NOTEBOOK), caller)
      yield* registered(callerIn(fabrikam))
      assert.deepStrictEqual(yield* checkClaim(capture(NOTEBOOK), caller), first)
      assert.strictEqual((yield* checks).length, 1)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is stopped by a gate before it looks at anything", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const tooMany = new Refusal({ kind: "limited", code: "too-many", what: "Too many.", remedy: "Wait." })
      const closed = { admit: () => Effect.fail(tooMany) }
      const { layer, seen } = counting()
      const refusal = yield* Effect.flip(
        asked(contoso).pipe(Effect.provideService(ClaimCheckGate, closed), Effect.provide(layer)),
      )
      assert.strictEqual(refusal, tooMany)
      assert.strictEqual(seen.reads, 0)
      assert.deepStrictEqual(yield* checks, [])
    }).pipe(Effect.provide(serviceWorld)),
  )
})
