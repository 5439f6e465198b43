import { assert, describe, it } from "@effect/vitest"
import { allRoutes } from "#adapters/http"
import { aService } from "../../support/http-world.ts"

interface Json {
  readonly [key: string]: unknown
}

const description = async () => {
  await using service = aService()
  return (await service.get("/openapi.json")).json
}

const refsIn = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === "$ref" ? [String(inner)] : refsIn(inner)))
}

describe("the description of the API", () => {
  it("is OpenAPI 3.1 and has every route that is served, and no other", async () => {
    const { info, openapi, paths } = await description()
    assert.strictEqual(openapi, "3.1.0")
    assert.include(info, { title: "Flightlog", version: "1.2.3" })
    const described = Object.entries(paths as Record<string, Json>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const served = allRoutes("1.2.3").map(({ method, path }) => `${method} ${path}`)
    assert.deepStrictEqual(described.toSorted(), served.toSorted())
  })

  it("refers to nothing that it does not have", async () => {
    const document = await description()
    const refs = refsIn(document.paths).concat(refsIn(document.components))
    assert.isAbove(refs.length, 50)
    for (const ref of new Set(refs)) {
      const name = /^#\/components\/schemas\/(.+)$/.exec(ref)?.[1] ?? ref
      assert.property(document.components.schemas, name)
    }
  })

  it("names each operation once, and its path parameters", async () => {
    const { paths } = await description()
    const operations = Object.entries(paths as Record<string, Record<string, Json>>).flatMap(
      ([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })),
    )
    const ids = operations.map(({ operation }) => operation.operationId)
    assert.strictEqual(new Set(ids).size, ids.length)
    for (const { operation, path } of operations) {
      const inPath = (operation.parameters as ReadonlyArray<Json>).filter((one) => one.in === "path")
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      assert.deepStrictEqual(
        inPath.map(({ name }) => name),
        named,
      )
    }
  })

  it("says of a body what the service holds it against", async () => {
    const { paths } = await description()
    const body = paths["/api/device/network"].post.requestBody.content["application/json"].schema
    assert.deepStrictEqual(body.required, ["medium"])
    assert.deepStrictEqual(body.properties.medium.enum, ["ethernet", "wifi", "cellular"])
    assert.strictEqual(body.additionalProperties, false)
    const file = paths["/api/imports"].post.requestBody.content["text/csv"].schema
    assert.deepStrictEqual(file, { type: "string", format: "binary" })
  })

  it("names Graph's options for lists, and the errors of each face", async () => {
    const { paths } = await description()
    const list = paths["/v1.0/deviceManagement/managedDevices"].get
    const options = list.parameters.filter((one: Json) => one.in === "query").map(({ name }: Json) => name)
    assert.deepStrictEqual(options, ["$top", "$skip", "$count"])
    assert.property(list.responses.default.content, "application/json")
    assert.property(paths["/api/tenants"].post.responses.default.content, "application/problem+json")
  })
})

describe("the first page", () => {
  it("names every address, as HTML without scripts", async () => {
    await using service = aService()
    const { headers, text } = await service.get("/")
    assert.strictEqual(headers.get("content-type"), "text/html; charset=utf-8")
    for (const { path } of allRoutes("1.2.3")) assert.include(text, `<code>${path}</code>`)
    assert.include(text, '<a href="/beta/deviceManagement/autopilotEvents">')
    assert.notInclude(text, "<script")
  })
})
