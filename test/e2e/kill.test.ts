import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Result } from "effect"
import { assert, describe, it } from "vitest"
import { factoryReport, importFileOf, virtualMachine } from "#adapters/simulator"
import { encodeHash } from "#domain/hardware"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { type Client, clientOf } from "./client.ts"
import { run, type Server, serve, start, until } from "./processes.ts"

const directory = temporaryDirectory()

/** An import file of that many machines, the last row with a flipped bit. */
const fileOf = (rows: number): string =>
  importFileOf(
    Array.from({ length: rows }, (_, index) => {
      const machine = virtualMachine("kill", index + 1)
      const hash = Result.getOrThrow(encodeHash(factoryReport(machine)))
      const isLast = index === rows - 1
      return {
        serialNumber: machine.serialNumber,
        hash: isLast ? `${hash.slice(0, 60)}B${hash.slice(61)}` : hash,
        groupTag: "sales",
      }
    }),
  )

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

const submit = ({ send }: Client, file: string) =>
  send("/api/imports", file, "text/csv", { "Idempotency-Key": "delivery-17" })

const completed = ({ get }: Client) =>
  until(async () => {
    const { body } = await get("/api/imports/delivery-17")
    return body.status === "completed" ? body : undefined
  })

/** What an import came to, without what differs from run to run: ids, times, positions. */
const outcome = async (client: Client) => {
  const { accepted, rejected, results, rows } = await completed(client)
  const devices = (await client.get("/v1.0/deviceManagement/windowsAutopilotDeviceIdentities?$top=999")).body
    .value
  const histories = await Promise.all(
    devices.map(async ({ id, serialNumber }: { id: string; serialNumber: string }) => {
      const assigned = await until(async () => {
        const { body } = await client.get(`/api/devices/${id}/history`)
        return body.length >= 3 ? body : undefined
      })
      return [serialNumber, assigned.map(({ type }: { type: string }) => type)]
    }),
  )
  return {
    summary: { rows, accepted, rejected },
    rows: results.map(({ line, name, serialNumber }: { [key: string]: unknown }) => [
      line,
      serialNumber,
      name,
    ]),
    devices: Object.fromEntries(histories),
  }
}

/** Results are recorded in batches of 50. */
const ROWS = 120
/** How many devices are there when the server is killed. */
const CUTS = [1, 30, 70]

/** The import done once, without any disturbance. */
const undisturbed = async (file: string) => {
  const server = await serve(`sqlite:${join(directory, "calm.sqlite")}`)
  const client = clientOf(server.address)
  await client.post("/api/tenants", { name: "Contoso" })
  await submit(client, file)
  const calm = await outcome(client)
  await server.kill()
  return calm
}

/** Kills the server as soon as that many devices are registered; says whether the import was still under way. */
const cutAt = async (server: Server, devices: number): Promise<boolean> => {
  const { get } = clientOf(server.address)
  for (;;) {
    const path = "/v1.0/deviceManagement/windowsAutopilotDeviceIdentities?$top=1&$count=true"
    const { body } = await get(path)
    if (body["@odata.count"] >= devices) break
  }
  const { body } = await get("/api/imports/delivery-17")
  await server.kill()
  return body.status === "running"
}

/** How many devices a log has registered, read from its file as it grows. */
const registeredIn = (log: string): number => {
  const file = new DatabaseSync(log, { readOnly: true, timeout: 10_000 })
  try {
    const row = file.prepare("SELECT count(*) AS count FROM events WHERE type = 'DeviceRegistered'").get()
    return Number(row?.count)
  } finally {
    file.close()
  }
}

describe("an import that kill -9 cuts short", () => {
  it("and that is repeated with the same key comes to what the import done once comes to", {
    timeout: 180_000,
  }, async () => {
    const file = fileOf(ROWS)
    const calm = await undisturbed(file)
    assert.deepStrictEqual(calm.summary, { rows: ROWS, accepted: ROWS - 1, rejected: 1 })
    const store = `sqlite:${join(directory, "killed.sqlite")}`
    let server = await serve(store)
    await clientOf(server.address).post("/api/tenants", { name: "Contoso" })
    const first = submit(clientOf(server.address), file).catch(() => undefined)
    await pause(5)
    await server.kill()
    await first
    const wasUnderWay: Array<boolean> = []
    for (const devices of CUTS) {
      server = await serve(store)
      const repeated = submit(clientOf(server.address), file).catch(() => undefined)
      wasUnderWay.push(await cutAt(server, devices))
      await repeated
    }
    assert.include(wasUnderWay, true)
    server = await serve(store)
    const client = clientOf(server.address)
    assert.strictEqual((await submit(client, file)).status, 202)
    assert.deepStrictEqual(await outcome(client), calm)
  })

  it("goes on by itself after a restart, once it was acknowledged", { timeout: 180_000 }, async () => {
    const file = fileOf(ROWS)
    const store = `sqlite:${join(directory, "acknowledged.sqlite")}`
    const server = await serve(store)
    const client = clientOf(server.address)
    await client.post("/api/tenants", { name: "Contoso" })
    assert.strictEqual((await submit(client, file)).status, 202)
    await server.kill()
    const { accepted, rejected } = await completed(clientOf((await serve(store)).address))
    assert.deepStrictEqual([accepted, rejected], [ROWS - 1, 1])
  })

  it("from the command line, is done once when it is repeated with its id", {
    timeout: 180_000,
  }, async () => {
    const path = join(directory, "devices.csv")
    writeFileSync(path, fileOf(ROWS))
    const log = join(directory, "cli.sqlite")
    const store = ["--store", `sqlite:${log}`]
    await run(["tenant", "create", "Contoso", ...store])
    const importArgs = ["import", path, "--import-id", "delivery-17", "--json", ...store]
    for (const devices of CUTS) {
      const cut = start(importArgs)
      await until(async () => (registeredIn(log) >= devices ? true : undefined), 1)
      cut.child.kill("SIGKILL")
      assert.strictEqual((await cut.finished).signal, "SIGKILL")
    }
    const registered = registeredIn(log)
    assert.isBelow(registered, ROWS - 1)
    const last = await run(importArgs)
    assert.strictEqual(last.exit, 1)
    const rows = JSON.parse(last.stdout)
    assert.strictEqual(rows.length, ROWS)
    const refused = rows.filter(
      ({ state }: { state: { deviceImportStatus: string } }) => state.deviceImportStatus === "error",
    )
    assert.deepStrictEqual(
      refused.map(({ state }: { state: { deviceErrorName: string } }) => state.deviceErrorName),
      ["InvalidZtdHardwareHash"],
    )
    const devices = JSON.parse((await run(["devices", "--json", ...store])).stdout)
    assert.strictEqual(devices.length, ROWS - 1)
    assert.strictEqual(registeredIn(log), ROWS - 1)
  })
})
