import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import { assert, describe, it, onTestFinished } from "vitest"
import { START } from "#workflows/ports"
import { openMemory, serve as serveProtocol } from "../support/eventstoredb-world.ts"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { type Client, clientOf } from "./client.ts"
import { run, type Server, serve, start, until } from "./processes.ts"

const directory = temporaryDirectory()

/** A server that speaks EventStoreDB's protocol, and the log behind it. */
const aProtocolServer = async () => {
  const scope = Scope.makeUnsafe()
  onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const behind = await Effect.runPromise(Scope.provide(openMemory, scope))
  const { url } = await Effect.runPromise(Scope.provide(serveProtocol(behind), scope))
  return { url, events: () => Effect.runPromise(behind.countAfter(START)) }
}

const on = async (...args: ReadonlyArray<string>) => {
  const ran = await run([...args, "--data", join(directory, "lists")])
  assert.strictEqual(ran.exit, 0, ran.stderr)
  return ran.stdout
}

const copied = async (from: string, to: string) =>
  JSON.parse(await on("store", "copy", "--from", from, "--to", to, "--json"))

const readyOn = async (server: Server): Promise<Client> => {
  const client = clientOf(server.address)
  await until(async () => ((await client.get("/health/ready")).status === 200 ? true : undefined))
  return client
}

const ended = async ({ child, finished }: Server) => {
  child.kill("SIGTERM")
  await finished
}

/** Positions are the store's own; all else is data. */
const withoutPositions = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, one) => (/position/i.test(key) ? undefined : one))

const LISTS = [
  "/beta/deviceManagement/windowsAutopilotDeviceIdentities",
  "/beta/deviceManagement/managedDevices",
  "/beta/deviceManagement/autopilotEvents",
]

/** Everything that a server tells: each list, and the history of each device. */
const tells = async ({ get }: Client) => {
  const lists = []
  for (const path of LISTS) lists.push((await get(path)).body.value)
  const [devices] = lists
  const histories = []
  for (const { id } of devices) histories.push((await get(`/api/devices/${id}/history`)).body)
  return { lists: withoutPositions(lists), histories: withoutPositions(histories) }
}

describe("a store that outgrows its machine", () => {
  it("goes to an EventStoreDB while it is in use, is used there, and comes back: the same lists and histories", {
    timeout: 180_000,
  }, async () => {
    mkdirSync(join(directory, "lists"))
    const file = `sqlite:${join(directory, "flightlog.sqlite")}`
    const embedded = await serve(file)
    const first = await readyOn(embedded)
    assert.strictEqual(
      (await first.post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })).status,
      201,
    )
    await on("simulate", "--url", embedded.address, "--devices", "3")

    // In use: a backup, and a copy that is killed in its middle.
    await on("store", "backup", join(directory, "backup.sqlite"), "--store", file)
    const target = await aProtocolServer()
    const killed = start(["store", "copy", "--from", file, "--to", target.url])
    await until(async () => (((await target.events()) ?? 0) > 20 ? true : undefined), 1)
    killed.child.kill("SIGKILL")
    await killed.finished

    // The copy is gone on with once nobody writes any more; what came meanwhile comes along.
    const [device] = (await first.get(LISTS[0] ?? "")).body.value
    const rename = `${LISTS[0]}/${device.id}/updateDeviceProperties`
    assert.strictEqual((await first.post(rename, { groupTag: "grown" })).status, 204)
    await until(async () =>
      (await first.get(`${LISTS[0]}/${device.id}`)).body.groupTag === "grown" ? true : undefined,
    )
    const told = await tells(first)
    await ended(embedded)
    const moved = await copied(file, target.url)
    assert.isAbove(moved.found, 0)
    assert.isAbove(moved.copied, 0)
    assert.strictEqual(moved.since, 0)

    const large = await serve(target.url, "--data", join(directory, "lists"))
    const second = await readyOn(large)
    assert.deepStrictEqual(await tells(second), told)
    assert.strictEqual((await second.post(rename, { groupTag: "large" })).status, 204)
    await until(async () =>
      (await second.get(`${LISTS[0]}/${device.id}`)).body.groupTag === "large" ? true : undefined,
    )
    const toldThere = await tells(second)
    await ended(large)

    const back = `sqlite:${join(directory, "back.sqlite")}`
    await copied(target.url, back)
    await on("store", "check", "--store", back)
    assert.deepStrictEqual(await tells(await readyOn(await serve(back))), toldThere)
  })
})
