import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { contoso } from "./stories.ts"

describe("a tenant", () => {
  it("is created with its lifecycle and its default profile", async () => {
    await using service = aService()
    const created = await service.post("/api/tenants", { name: " Contoso ", domains: ["Contoso.com"] })
    assert.strictEqual(created.status, 201)
    assert.include(created.json, { name: "Contoso" })
    assert.deepStrictEqual(created.json.domains, ["contoso.com"])
    assert.strictEqual(created.headers.get("location"), `/api/tenants/${created.json.id}`)
    assert.deepStrictEqual((await service.get("/api/tenants")).json, [created.json])
    const profiles = (await service.get("/api/profiles")).json
    assert.deepStrictEqual(
      profiles.map(({ kind, name, version }: Record<string, unknown>) => `${kind} ${name}@${version}`),
      ["Lifecycle lifecycle@1", "DeploymentProfile default@1"],
    )
  })

  it("has a name of its own", async () => {
    await using service = aService()
    await service.post("/api/tenants", { name: "Contoso" })
    const { json, status } = await service.post("/api/tenants", { name: "contoso" })
    assert.deepStrictEqual(
      [status, json.code, json.detail],
      [409, "tenant-exists", `A tenant named "Contoso" exists already.`],
    )
  })

  it("is created once under one key, and is answered as the first time", async () => {
    await using service = aService()
    const key = { "Idempotency-Key": "k" }
    const first = await service.post("/api/tenants", { name: "Contoso" }, key)
    const again = await service.post("/api/tenants", { name: "Contoso" }, key)
    assert.deepStrictEqual([again.status, again.text], [201, first.text])
  })

  it.each([
    [{}, `"name": Missing: it has to be there.`],
    [{ name: "  " }, `"name": Expected a value with a length of at least 1, found "  ".`],
    [
      { name: "x", domains: ["no domain"] },
      `"domains[0]": Expected a domain such as contoso.com, found "no domain".`,
    ],
    [
      { name: "x", domain: "contoso.com" },
      `"domain": Unknown: did you mean "domains"? Expected "name" or "domains".`,
    ],
    [["Contoso"], `Expected object, found ["Contoso"].`],
  ])("%j is refused, naming path, expected and found", async (body, detail) => {
    await using service = aService()
    const { json, status } = await service.post("/api/tenants", body)
    assert.deepStrictEqual([status, json.code], [400, "request-invalid"])
    assert.strictEqual(json.detail, `The body is not as it has to be. ${detail}`)
  })
})

describe("the tenant of a request", () => {
  it("need not be named while there is only one, and is named by name or id", async () => {
    await using service = aService()
    const id = await contoso(service)
    for (const name of [undefined, "Contoso", " CONTOSO", id]) {
      const headers: Record<string, string> = name === undefined ? {} : { "Flightlog-Tenant": name }
      assert.strictEqual((await service.get("/api/profiles", headers)).status, 200)
    }
  })

  it("has to be named once there are two", async () => {
    await using service = aService()
    await contoso(service)
    await service.post("/api/tenants", { name: "Fabrikam" })
    const { json, status } = await service.get("/api/profiles")
    assert.deepStrictEqual(
      [status, json.code, json.detail, json.remedy],
      [
        400,
        "tenant-ambiguous",
        "There are 2 tenants, and the request names none.",
        `Name one in the header Flightlog-Tenant: "Contoso", "Fabrikam".`,
      ],
    )
  })

  it("is asked back for when it is not there", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.get("/api/profiles", { "Flightlog-Tenant": "Contso" })
    assert.deepStrictEqual(
      [status, json.code, json.detail],
      [404, "tenant-unknown", `There is no tenant "Contso". Did you mean "Contoso"?`],
    )
    const stranger = await service.get("/api/profiles", { "Flightlog-Tenant": "Zebra Industries" })
    assert.strictEqual(stranger.json.detail, `There is no tenant "Zebra Industries".`)
  })

  it("is missing before the first one was created, and the answer says how", async () => {
    await using service = aService()
    const { json, status } = await service.get("/api/profiles")
    assert.deepStrictEqual(
      [status, json.code, json.remedy],
      [404, "tenant-missing", 'Create one: POST /api/tenants {"name": "Contoso"}.'],
    )
  })
})

describe("a user", () => {
  it("gets and loses a licence; both say where the user's stream stands", async () => {
    await using service = aService()
    await contoso(service)
    const given = await service.post("/api/users/bob@contoso.com/licences", { licence: "INTUNE" })
    assert.deepStrictEqual([given.status, given.headers.get("etag")], [204, '"1"'])
    const taken = await service.call("DELETE", "/api/users/bob@contoso.com/licences/INTUNE")
    assert.deepStrictEqual([taken.status, taken.headers.get("etag")], [204, '"2"'])
    const again = await service.call("DELETE", "/api/users/BOB%40contoso.com/licences/INTUNE")
    assert.deepStrictEqual([again.status, again.headers.get("etag")], [204, '"2"'], "nothing left to remove")
  })

  it("has to be in the directory", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.post("/api/users/eve@contoso.com/licences")
    assert.deepStrictEqual([status, json.code], [404, "user-unknown"])
  })

  it("has a name of the right form", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.post("/api/users", { userPrincipalName: "bob" })
    assert.deepStrictEqual(
      [status, json.code, json.detail],
      [400, "upn-invalid", `"bob" is not a user principal name.`],
    )
  })
})

describe("a profile", () => {
  const SALES = `dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
assign: { groupTags: [sales] }
`
  const publish = (service: ReturnType<typeof aService>, body: string | Uint8Array<ArrayBuffer>) =>
    service.call("POST", "/api/profiles", { body, headers: { "Content-Type": "application/yaml" } })

  it("is published from its YAML; the same again changes nothing", async () => {
    await using service = aService()
    await contoso(service)
    const first = await publish(service, SALES)
    assert.strictEqual(first.status, 201)
    assert.include(first.json, { name: "sales", version: 1, changed: true })
    const same = await publish(service, SALES)
    assert.deepStrictEqual([same.status, same.json], [200, { ...first.json, changed: false }])
    const next = await publish(service, SALES.replace("[sales]", "[sales, shop]"))
    assert.include(next.json, { version: 2, changed: true })
    const listed = await service.get("/api/profiles", {
      Prefer: "wait=5",
      "Flightlog-Position": next.headers.get("flightlog-position") ?? "",
    })
    const sales = listed.json.find(({ name }: { name: string }) => name === "sales")
    assert.include(sales, { version: 2, kind: "DeploymentProfile" })
    assert.deepStrictEqual(sales.assign.groupTags, ["sales", "shop"])
  })

  it("with mistakes is refused with every finding at once, each with its place", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await publish(
      service,
      SALES.replace("assign", "asign").replace("user-driven", "user-drven"),
    )
    assert.deepStrictEqual([status, json.code], [422, "profile-refused"])
    assert.match(
      json.detail,
      /^"profile\.yaml" cannot be published: \d errors?\. Correct what the findings name\.$/,
    )
    const places = json.findings.map(({ column, line, suggestion }: Record<string, unknown>) => [
      line,
      column,
      suggestion,
    ])
    assert.deepStrictEqual(places, [
      [4, 10, "user-driven"],
      [5, 1, "assign"],
    ])
  })

  it("that is no text is refused as such", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await publish(service, Uint8Array.of(0xff, 0xfe, 0x00))
    assert.deepStrictEqual([status, json.code], [400, "body-not-utf8"])
  })
})
