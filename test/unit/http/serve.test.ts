import { request } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope } from "effect"
import { serveHttp } from "#adapters/http"
import { allProjections } from "#projections/all"
import { knowledge } from "#projections/knowledge"
import { Devices } from "#workflows/commands"
import { memoryWorld } from "../../support/memory-world.ts"
import { readModelsInMemory } from "../../support/read-model-world.ts"
import { shippedProfiles } from "../../support/shipped.ts"

const world = Layer.mergeAll(Devices.layer, knowledge, shippedProfiles).pipe(
  Layer.provideMerge(readModelsInMemory(allProjections)),
  Layer.provideMerge(memoryWorld),
)

const LOCAL = { host: "127.0.0.1", port: 0, version: "1.2.3" }

const fetching = (address: string, init?: RequestInit) => Effect.promise(() => fetch(address, init))

describe("the server", () => {
  it.live("listens on a free port of this computer, and answers there", () =>
    Effect.gen(function* () {
      const { address, port } = yield* serveHttp(LOCAL)
      assert.strictEqual(address, `http://127.0.0.1:${port}`)
      const response = yield* fetching(`${address}/v1.0/deviceManagement/managedDevices`)
      assert.strictEqual(response.status, 404)
      const list = yield* fetching(`${address}/api/tenants`)
      assert.deepStrictEqual(yield* Effect.promise(() => list.json()), [])
    }).pipe(Effect.scoped, Effect.provide(world)),
  )

  it.live("names itself by the address that the client used", () =>
    Effect.gen(function* () {
      const { address, port } = yield* serveHttp(LOCAL)
      const create = {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"name":"Contoso"}',
      }
      yield* fetching(`${address}/api/tenants`, create)
      const list = yield* fetching(`http://localhost:${port}/beta/deviceManagement/managedDevices`)
      const text = yield* Effect.promise(() => list.text())
      assert.strictEqual(
        JSON.parse(text)["@odata.context"],
        `http://localhost:${port}/beta/$metadata#deviceManagement/managedDevices`,
      )
    }).pipe(Effect.scoped, Effect.provide(world)),
  )

  it.live.each(["0.0.0.0", "::", "192.168.1.10", "flightlog.example", "127.0.0.1.example"])(
    "refuses to listen on %s, and says why",
    (host) =>
      Effect.gen(function* () {
        const refusal = yield* Effect.flip(serveHttp({ ...LOCAL, host }))
        assert.strictEqual(refusal._tag, "NotLoopback")
        assert.strictEqual(
          refusal.message,
          `Flightlog does not listen on "${host}": requests carry no tokens yet, so everyone who could reach that address could read and change everything. Listen on 127.0.0.1, ::1 or localhost, and reach it from elsewhere through a tunnel such as ssh -L.`,
        )
      }).pipe(Effect.scoped, Effect.provide(world)),
  )

  it.live("says so when another program has the port", () =>
    Effect.gen(function* () {
      const { port } = yield* serveHttp(LOCAL)
      const failure = yield* Effect.flip(serveHttp({ ...LOCAL, port }))
      assert.strictEqual(
        failure.message,
        `Flightlog cannot listen on 127.0.0.1:${port}: another program listens there already. End that program, or choose another port.`,
      )
    }).pipe(Effect.scoped, Effect.provide(world)),
  )
})

/** Sends a request byte by byte as no well-behaved client does, and gives the status and the body. */
const send = (
  port: number,
  headers: Record<string, string>,
  body: Iterable<Uint8Array>,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, method: "POST", path: "/api/imports", headers },
      (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk) => chunks.push(chunk))
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        )
      },
    )
    sent.on("error", reject)
    for (const chunk of body) sent.write(chunk)
    sent.end()
  })

const MIB = new Uint8Array(1024 * 1024)

describe("a file of 100 MB", () => {
  it.live("is refused as soon as its length is known", () =>
    Effect.gen(function* () {
      const { port } = yield* serveHttp(LOCAL)
      const headers = { "Content-Length": `${100 * MIB.length}` }
      const { status, text } = yield* Effect.promise(() => send(port, headers, [MIB]))
      assert.strictEqual(status, 413)
      assert.strictEqual(JSON.parse(text).code, "body-too-large")
    }).pipe(Effect.scoped, Effect.provide(world)),
  )

  it.live("is refused once it is too much, where it does not say how long it is", () =>
    Effect.gen(function* () {
      const { port } = yield* serveHttp(LOCAL)
      const headers = { "Transfer-Encoding": "chunked" }
      const { status } = yield* Effect.promise(() => send(port, headers, Array(12).fill(MIB)))
      assert.strictEqual(status, 413)
    }).pipe(Effect.scoped, Effect.provide(world)),
  )
})

describe("headers without end", () => {
  it.live("are refused by the server itself", () =>
    Effect.gen(function* () {
      const { port } = yield* serveHttp(LOCAL)
      const { status } = yield* Effect.promise(() => send(port, { "X-Long": "x".repeat(20_000) }, []))
      assert.strictEqual(status, 431)
    }).pipe(Effect.scoped, Effect.provide(world)),
  )
})

/** A request whose headers the server has and whose body it still waits for. */
const begin = (port: number, body: string) => {
  const headers = { "Content-Type": "application/json", Expect: "100-continue" }
  const sent = request({ host: "127.0.0.1", port, method: "POST", path: "/api/tenants", headers })
  const status = new Promise<number>((resolve, reject) => {
    sent.on("response", (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on("error", reject)
  })
  const accepted = new Promise<void>((resolve) => sent.on("continue", resolve))
  sent.flushHeaders()
  return { accepted, status, finish: () => void sent.end(body) }
}

describe("a server that is stopped", () => {
  it.live("lets a request under way come to its end, and takes no new one", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { address, port } = yield* serveHttp(LOCAL).pipe(Scope.provide(scope))
      const { accepted, finish, status } = begin(port, '{"name":"Contoso"}')
      yield* Effect.promise(() => accepted)
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.sleep(20)
      const refused = yield* Effect.exit(Effect.tryPromise(() => fetch(`${address}/health/live`)))
      assert.isTrue(Exit.isFailure(refused))
      finish()
      assert.strictEqual(yield* Effect.promise(() => status), 201)
      yield* Fiber.join(closing)
    }).pipe(Effect.provide(world)),
  )
})
