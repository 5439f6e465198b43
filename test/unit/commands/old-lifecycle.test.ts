import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { streamName } from "#domain/kernel"
import { changeOrder, Devices, deregister, readFacts } from "#workflows/commands"
import { ShippedProfiles } from "#workflows/ports"
import { callerIn, contoso, registered } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"
import { shippedFiles } from "../../support/shipped.ts"

/** The lifecycle as it was before orders could be changed. */
const before = shippedFiles.map(({ file, text }) => ({
  file,
  text: text.replace("        - OrderChanged\n", ""),
}))

const order = { orderId: "O-2", purchaseOrder: "PO-7" }

describe("a registration that began under an older lifecycle", () => {
  it.effect("takes what devices came to do later, which moves it nowhere, and ends as ever", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso.pipe(
        Effect.provideService(ShippedProfiles, { files: before, cases: [] }),
      )
      const deviceId = yield* registered(callerIn(tenantId))
      const stateOf = Effect.map(
        (yield* Devices).load(deviceId),
        ({ process }) => process.lifecycle?.snapshot.value,
      )
      const stood = yield* stateOf
      yield* changeOrder(deviceId, order, callerIn(tenantId))
      assert.deepStrictEqual(yield* stateOf, stood)
      yield* deregister(deviceId, "sold", callerIn(tenantId))
      const types = (yield* readFacts(streamName("device", deviceId))).map(({ fact }) => fact.type)
      assert.deepStrictEqual(types.slice(-3), ["OrderChanged", "DeregistrationStarted", "DeviceDeregistered"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it("differs in that from the shipped one", () => assert.notDeepEqual(before, shippedFiles))
})
