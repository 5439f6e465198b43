import { Effect, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { onRealNode } from "../contract/real-node.ts"
import { openMemory } from "../support/eventstoredb-world.ts"
import type { Client } from "./client.ts"
import { aNode, aProtocolServer } from "./nodes.ts"
import { until } from "./processes.ts"
import { onTwoServers, sameDevices } from "./two-servers.ts"

const readiness = ({ get }: Client) => get("/health/ready")

/** Waits until a server says that it is ready: then nothing of its subscriptions is cut off. */
const ready = async (client: Client) => {
  const { subscriptions } = await until(async () => {
    const { body, status } = await readiness(client)
    return status === 200 ? body : undefined
  })
  assert.notInclude(
    subscriptions.map(({ state }: { readonly state: string }) => state),
    "resuming",
  )
}

/** What both kinds of server are put through: commands to both nodes, and one of them killed meanwhile. */
const killedAndBack = async (store: string) => {
  const [startOne, startTwo] = [aNode(store), aNode(store)]
  const [first, second] = [await startOne(), await startTwo()]
  const { clientFor, next, one, two } = await onTwoServers(first, second)
  await next(one, two)
  await second.kill()
  await next(one, one)
  const back = clientFor(await startTwo())
  await sameDevices(one, back)
  return { next, one, back }
}

describe("two nodes on one EventStoreDB, each with lists of its own", () => {
  it("show equal lists, do nothing twice, and go on after a kill and after the server was away", {
    timeout: 180_000,
  }, async () => {
    const behind = await Effect.runPromise(Effect.scoped(openMemory))
    const server = await aProtocolServer(behind)
    const { back, next, one } = await killedAndBack(server.url)
    await server.end()
    const away = await until(async () => {
      const answer = await readiness(one)
      return answer.status === 503 ? answer.body : undefined
    })
    assert.strictEqual(away.head, null)
    const [cut] = await until(async () => {
      const { subscriptions } = (await readiness(one)).body
      const cutOff = subscriptions.filter(({ state }: { readonly state: string }) => state === "resuming")
      return cutOff.length > 0 ? cutOff : undefined
    })
    assert.match(cut.lastError, /could not be reached|was cut/)

    await aProtocolServer(behind, server.port)
    await ready(one)
    await ready(back)
    await next(back, one)
  })
})

onRealNode("two nodes", (address) => {
  it("two nodes on a real EventStoreDB show equal lists, do nothing twice, and go on after a kill", {
    timeout: 180_000,
  }, async () => {
    const { back, next, one } = await killedAndBack(Redacted.value(address.connectionString))
    await next(back, one)
  })
})
