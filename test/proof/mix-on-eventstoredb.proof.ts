import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { clientOf } from "../e2e/client.ts"
import { aNode, aProtocolServer } from "../e2e/nodes.ts"
import { until } from "../e2e/processes.ts"
import { openMemory } from "../support/eventstoredb-world.ts"
import { walkTheMix } from "../support/mix-walk.ts"

const LISTS = ["autopilotEvents", "windowsAutopilotDeviceIdentities", "managedDevices"]

describe("a mix of deployments against one of two nodes on one EventStoreDB, over gRPC", () => {
  it("comes to what the plans say, every plan among them, and the other node shows the same lists", {
    timeout: 600_000,
  }, async () => {
    const { url } = await aProtocolServer(await Effect.runPromise(Effect.scoped(openMemory)))
    const [one, two] = [await aNode(url)(), await aNode(url)()]
    const { histories, plans } = await walkTheMix(one, { drawn: 20, seed: "11" })
    assert.strictEqual(histories, plans)
    for (const list of LISTS) {
      const path = `/beta/deviceManagement/${list}?$top=200`
      const [here, there] = [clientOf(one.address), clientOf(two.address)]
      const same = await until(async () => {
        const [shown, alsoShown] = [(await here.get(path)).body.value, (await there.get(path)).body.value]
        return JSON.stringify(shown) === JSON.stringify(alsoShown) ? shown : undefined
      })
      assert.isAbove(same.length, 0, list)
    }
  })
})
