import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { Hono } from "hono"
import { deriveId, streamId } from "#domain/kernel"
import { ReadModels } from "#projections/runtime"
import { createTenant, deviceToken, discover, registerDevice } from "#workflows/commands"
import { EventStore, Keys } from "#workflows/ports"
import { ADMIN, callerIn, registrationOf } from "../../support/contoso.ts"
import { AFTER, capture, ek, NOTEBOOK } from "../../support/machines.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { cloneId, cloneInto, readOriginal } from "../clone-devices.ts"
import type { Figure } from "../figure.ts"
import { loadFromThread, type Shot } from "../load.ts"
import { rawLog } from "../raw-log.ts"
import { bareServer, servedWorld } from "../served-world.ts"

const CONNECTIONS = 64
const TIMES = 25
const DEVICES = 100_000
const JSON_BODY = { "content-type": "application/json" }

const machine = (number: number) => ({
  ...NOTEBOOK,
  serialNumber: `BENCH-${number}`,
  uuid: deriveId("bench", `${number}`),
  ekModulus: ek(`bench ${number}`),
  productKeyId: `33${`${number}`.padStart(11, "0")}`,
  adapters: [],
  disks: [],
})

const tenant = createTenant(
  { name: "Contoso", domains: ["contoso.com"] },
  { actor: ADMIN, tenantId: null, key: "t" },
)

/** Devices that have their profile, each with its token. */
const startedDevices = (count: number) =>
  Effect.gen(function* () {
    const { position, tenantId } = yield* tenant
    yield* (yield* ReadModels).reached(position)
    const keys = yield* Keys
    return yield* Effect.forEach(
      Array.from({ length: count }, (_, number) => number),
      (number) =>
        Effect.gen(function* () {
          yield* registerDevice(
            { ...registrationOf(NOTEBOOK), hardware: capture(machine(number)) },
            callerIn(tenantId),
          )
          const found = yield* discover(capture(machine(number), AFTER), { key: `d${number}` })
          return deviceToken(keys, found)
        }),
    )
  })

/** A handler that writes its event in the next shared commit and answers when that is durable. */
const groupedAppend = (raw: ReturnType<typeof rawLog>) => {
  const waiting: Array<() => void> = []
  let writes: Array<readonly [string, number, ReturnType<typeof anEvent>]> = []
  let revision = 0
  const flush = () => {
    raw.commit(writes)
    writes = []
    for (const done of waiting.splice(0)) done()
  }
  return (event: ReturnType<typeof anEvent>) =>
    new Promise<void>((resolve) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push(resolve)
      writes.push(["device", revision++, event])
    })
}

/** A device report over HTTP, 64 devices at once. */
export const deviceReport: Figure = {
  work: "device report over HTTP, 64 connections",
  unit: "reports/s",
  against: "bare Hono, one durable grouped append",
  target: { atLeast: 0.4 },
  prepare: async () => {
    const world = await servedWorld()
    const tokens = await world.run(startedDevices(CONNECTIONS))
    const raw = rawLog(join(world.directory, "raw.sqlite"))
    const append = groupedAppend(raw)
    const bare = await bareServer(
      new Hono().post("/api/device/network", async (context) => {
        const body = await context.req.json()
        await append(
          anEvent({ type: "NetworkConnected", payload: { data: body, salt: "AAAAAAAAAAAAAAAAAAAAAA==" } }),
        )
        return context.json({ type: "NetworkConnected" })
      }),
    )
    const connections = tokens.map(
      (token): Shot => ({
        method: "POST",
        path: "/api/device/network",
        headers: { ...JSON_BODY, authorization: `Bearer ${token}` },
        body: JSON.stringify({ medium: "wifi" }),
      }),
    )
    const fire = async (port: number) => ({
      work: CONNECTIONS * TIMES,
      millis: await loadFromThread({ port, connections, times: TIMES }),
    })
    return {
      ours: () => fire(world.port),
      baseline: () => fire(bare.port),
      close: async () => {
        await bare.close()
        await world.close()
        raw.close()
      },
    }
  },
}

/** The service with 100,000 devices, and its read models opened by hand beside it. */
const manyDevices = async () => {
  const world = await servedWorld()
  const { deviceId, tenantId } = await world.run(
    Effect.gen(function* () {
      const { tenantId } = yield* tenant
      const { stream } = yield* registerDevice(registrationOf(NOTEBOOK), callerIn(tenantId))
      const store = yield* EventStore
      const path = join(world.directory, "flightlog.sqlite")
      cloneInto(path, yield* Keys, [yield* readOriginal(streamId(stream))], { count: DEVICES })
      yield* (yield* ReadModels).reached(yield* store.head, 300_000)
      return { deviceId: cloneId(5000), tenantId }
    }),
  )
  const models = new DatabaseSync(join(world.directory, "flightlog-read-models.sqlite"), { readOnly: true })
  const table = String(
    models
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'autopilot_devices%'")
      .get()?.name,
  )
  return { world, models, table, deviceId, tenantId }
}

const get = (path: string): Shot => ({ method: "GET", path, headers: {}, body: null })

const READS = 16
const READ_TIMES = 40

const readFigure = (
  work: string,
  target: number,
  read: (many: Awaited<ReturnType<typeof manyDevices>>) => { readonly path: string; readonly bare: Hono },
): Figure => ({
  work,
  unit: "reads/s",
  against: "bare Hono, the same SQL",
  target: { atLeast: target },
  prepare: async () => {
    const many = await manyDevices()
    const { bare, path } = read(many)
    const server = await bareServer(bare)
    const connections = Array.from({ length: READS }, () => get(path))
    const fire = async (port: number) => ({
      work: READS * READ_TIMES,
      millis: await loadFromThread({ port, connections, times: READ_TIMES }),
    })
    return {
      ours: () => fire(many.world.port),
      baseline: () => fire(server.port),
      close: async () => {
        await server.close()
        many.models.close()
        await many.world.close()
      },
    }
  },
})

const LIST = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

/** A page of the Autopilot list. */
export const listPage = readFigure(
  "list page of 50 of 100,000 devices",
  0.6,
  ({ models, table, tenantId }) => {
    const rows = models.prepare(
      `SELECT * FROM ${table} WHERE tenantId = ? ORDER BY listed LIMIT 50 OFFSET 500`,
    )
    return {
      path: `${LIST}?$top=50&$skip=500`,
      bare: new Hono().get(LIST, (context) => context.json({ value: rows.all(tenantId) })),
    }
  },
)

/** One device of the Autopilot list. */
export const oneDevice = readFigure("one device by id", 0.5, ({ deviceId, models, table }) => {
  const row = models.prepare(`SELECT * FROM ${table} WHERE id = ?`)
  return {
    path: `${LIST}/${deviceId}`,
    bare: new Hono().get(`${LIST}/:id`, (context) => context.json(row.get(context.req.param("id")) ?? null)),
  }
})
