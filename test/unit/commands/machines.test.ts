import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Devices, readFacts } from "#workflows/commands"
import { callerIn, registered, tenantNamed } from "../../support/contoso.ts"
import { NEIGHBOUR } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** The lifecycle that a device runs, and the statechart that it is run by. */
const lifecycleOf = Effect.fn(function* (deviceId: string) {
  const { machines } = yield* (yield* Devices).load(deviceId)
  const facts = yield* readFacts(`device-${deviceId}`)
  const [ref] = facts.flatMap(({ fact }) => (fact.type === "DeviceRegistered" ? [fact.data.lifecycle] : []))
  if (ref === undefined) throw new Error("The device is not registered.")
  return { ref, chart: machines(ref).chart }
})

describe("a statechart that several tenants have published", () => {
  it.effect("is built once for all of them", () =>
    Effect.gen(function* () {
      const one = yield* registered(callerIn(yield* tenantNamed("Contoso")))
      const other = yield* registered(callerIn(yield* tenantNamed("Fabrikam")), NEIGHBOUR)
      const [first, second] = [yield* lifecycleOf(one), yield* lifecycleOf(other)]
      assert.notStrictEqual(first.ref.profileId, second.ref.profileId)
      assert.strictEqual(first.ref.digest, second.ref.digest)
      assert.isTrue(first.chart === second.chart)
    }).pipe(Effect.provide(serviceWorld)),
  )
})
