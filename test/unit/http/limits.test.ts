import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer, Logger, ManagedRuntime, Schema } from "effect"
import { makeApp } from "#adapters/http"
import { aService } from "../../support/http-world.ts"
import { contoso } from "./stories.ts"

const TENANTS = "/api/tenants"

describe("a body", () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, type: string | null = "application/json") => {
    await using service = aService()
    const headers: Record<string, string> = type === null ? {} : { "Content-Type": type }
    return await service.call("POST", TENANTS, { body, headers })
  }

  it.each([
    ["", "The body is not JSON: it is empty."],
    ["{", "The body is not JSON: "],
    ["{'name': 1}", "The body is not JSON: "],
    [Uint8Array.of(0x22, 0xff, 0x22), "The body is not JSON: its bytes are not UTF-8."],
  ])("that is not JSON is refused as such (%#)", async (body, detail) => {
    const { json, status } = await send(body)
    assert.deepStrictEqual([status, json.code, json.title], [400, "json-invalid", "JSON invalid"])
    assert.include(json.detail, detail)
  })

  it("may be deep, but not without end, whatever it is made of", async () => {
    const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
    for (const body of [nested(33, "[", "]"), nested(100_000, "[", ""), nested(40, '{"a":', "1}")]) {
      const { json, status } = await send(body.slice(0, 60_000))
      assert.deepStrictEqual([status, json.code], [400, "json-too-deep"])
    }
    assert.strictEqual(
      (await send(nested(32, "[", "]"))).json.code,
      "request-invalid",
      "deep enough to be read",
    )
    const brackets = JSON.stringify({ name: "[".repeat(90) })
    assert.strictEqual((await send(brackets)).status, 201, "brackets in a text are no depth")
  })

  it("has to say that it is JSON, so that no web form can pass for one", async () => {
    for (const type of [null, "text/plain", "application/x-www-form-urlencoded"]) {
      const { json, status } = await send('{"name":"Contoso"}', type)
      assert.deepStrictEqual([status, json.code], [415, "media-type-unsupported"])
      assert.strictEqual(json.remedy, "Send the header Content-Type: application/json.")
    }
    assert.strictEqual((await send('{"name":"Contoso"}', "application/json; charset=utf-8")).status, 201)
  })

  it("of JSON may have 64 KiB", async () => {
    const { headers, json, status } = await send(JSON.stringify({ name: "x".repeat(65 * 1024) }))
    assert.deepStrictEqual([status, json.code], [413, "body-too-large"])
    assert.match(json.detail, /^The body is larger than 64 KiB/)
    assert.strictEqual(headers.get("connection"), "close")
  })

  it("cannot reach into objects by their prototype", async () => {
    const { json, status } = await send('{"name":"Contoso","__proto__":{"domains":["x.com"]}}')
    assert.deepStrictEqual([status, json.mistakes[0].path], [400, "__proto__"])
  })
})

describe("a header", () => {
  it("Idempotency-Key has to be one", async () => {
    await using service = aService()
    for (const key of ["x".repeat(256), "tab\there"]) {
      const { json, status } = await service.post(TENANTS, { name: "Contoso" }, { "Idempotency-Key": key })
      assert.deepStrictEqual([status, json.code], [400, "idempotency-key-invalid"])
    }
  })

  it("If-Match is refused, not ignored, as writes cannot be tied to a revision yet", async () => {
    await using service = aService()
    await contoso(service)
    const user = { userPrincipalName: "eve@contoso.com" }
    const { json, status } = await service.post("/api/users", user, { "If-Match": '"3"' })
    assert.deepStrictEqual([status, json.code], [501, "if-match-unsupported"])
    assert.strictEqual((await service.post("/api/users", user, { "If-Match": "*" })).status, 201)
  })
})

describe("an address", () => {
  it("where nothing is, is asked back for", async () => {
    await using service = aService()
    const { json, status } = await service.get("/api/tenant")
    assert.deepStrictEqual(
      [status, json.code, json.detail, json.remedy],
      [404, "address-unknown", 'There is nothing at "/api/tenant".', "Did you mean /api/tenants?"],
    )
  })

  it("with another method says which are right", async () => {
    await using service = aService()
    const { headers, json, status } = await service.call("DELETE", TENANTS)
    assert.deepStrictEqual([status, headers.get("allow")], [405, "POST, GET"])
    assert.strictEqual(`${json.detail} ${json.remedy}`, "DELETE is not done here. Here it is POST or GET.")
  })

  it("is the same with a slash at its end, and answers HEAD without a body", async () => {
    await using service = aService()
    assert.strictEqual((await service.get(`${TENANTS}/`)).status, 200)
    const head = await service.call("HEAD", TENANTS)
    assert.deepStrictEqual([head.status, head.text], [200, ""])
  })

  it("that cannot be decoded does no harm", async () => {
    await using service = aService()
    assert.strictEqual((await service.get("/api/%zz/%")).status, 404)
    assert.strictEqual((await service.get("/beta/%zz")).status, 400)
  })
})

describe("a defect", () => {
  const SECRET = "password of the database"

  const broken = (face: "graph" | "native", path: string) => ({
    method: "GET" as const,
    path,
    face,
    tag: "Test",
    summary: "Breaks",
    params: Schema.Struct({}),
    query: Schema.Struct({}),
    body: null,
    answers: [],
    answer: () => Effect.die(new Error(SECRET)),
  })

  it("is answered with a reference and nothing else, and told to the log under that reference", async () => {
    const lines: Array<string> = []
    const log = Logger.layer([
      Logger.make(({ fiber: _fiber, ...entry }) => void lines.push(JSON.stringify(entry))),
    ])
    const runtime = ManagedRuntime.make(log as Layer.Layer<never>)
    const app = makeApp(runtime as never, [broken("native", "/broken"), broken("graph", "/beta/broken")])
    const response = await app.request("/broken")
    const text = await response.text()
    const { reference, ...problem } = JSON.parse(text)
    assert.deepStrictEqual(problem, {
      type: "urn:flightlog:problem:internal-error",
      title: "Internal error",
      status: 500,
      detail: "Something went wrong inside the service that should not have.",
      code: "internal-error",
      remedy: "Try again; if it stays so, tell the operator of this service the reference.",
    })
    assert.strictEqual(reference, response.headers.get("request-id"))
    assert.notInclude(text, SECRET)
    assert.lengthOf(lines, 1)
    assert.include(lines[0], SECRET)

    const graph = await (await app.request("/beta/broken")).text()
    assert.strictEqual(JSON.parse(graph).error.code, "InternalServerError")
    assert.notInclude(graph, SECRET)
    await runtime.dispose()
  })
})

describe("a service that is being stopped", () => {
  it("says so", async () => {
    const service = aService()
    await service.runtime.dispose()
    const { json, status } = await service.get(TENANTS)
    assert.deepStrictEqual([status, json.code], [503, "service-ending"])
  })
})
