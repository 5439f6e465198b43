import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"

const ask = async (headers: Record<string, string>, path = "/health/live") => {
  await using service = aService()
  return await service.get(path, headers)
}

describe("a request", () => {
  it.each(["localhost", "localhost:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "LOCALHOST:1"])(
    "to %s is let in",
    async (host) => {
      assert.strictEqual((await ask({ Host: host })).status, 200)
    },
  )

  it.each([
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "10.0.0.1",
    "localhost.evil.example",
    "",
  ])("to %j, a name that its owner may point at this computer, is not", async (host) => {
    const { json, status } = await ask({ Host: host })
    assert.deepStrictEqual([status, json.code], [421, "host-refused"])
  })

  it.each(["http://localhost:3000", "http://127.0.0.1", "https://[::1]:1"])(
    "from a page of this computer (%s) is let in",
    async (origin) => {
      assert.strictEqual((await ask({ Origin: origin })).status, 200)
    },
  )

  it.each(["https://evil.example", "null", "http://localhost.evil.example", "x"])(
    "from another web page (%s) is not, on either face",
    async (origin) => {
      const { json, status } = await ask({ Origin: origin })
      assert.deepStrictEqual([status, json.code], [403, "origin-refused"])
      assert.include(json.detail, JSON.stringify(origin))
      const graph = await ask({ Origin: origin }, "/beta/deviceManagement/managedDevices")
      assert.deepStrictEqual([graph.status, graph.json.error.code], [403, "Forbidden"])
    },
  )
})

describe("every answer", () => {
  it("tells browsers to make nothing more of it, and no cache to keep it", async () => {
    for (const path of ["/", "/health/live", "/nowhere", "/beta/deviceManagement/nowhere"]) {
      const { headers } = await ask({}, path)
      assert.strictEqual(headers.get("x-content-type-options"), "nosniff")
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/)
      assert.strictEqual(headers.get("cache-control"), "no-store")
      assert.match(headers.get("request-id") ?? "", /^[0-9a-f-]{36}$/)
    }
  })

  it("gives the client's own name for the request back, unless it is no name", async () => {
    assert.strictEqual((await ask({ "client-request-id": "mine" })).headers.get("client-request-id"), "mine")
    const strange = await ask({ "client-request-id": "x".repeat(200) })
    assert.strictEqual(strange.headers.get("client-request-id"), strange.headers.get("request-id"))
  })
})
