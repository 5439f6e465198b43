import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, hashOf } from "./stories.ts"

const YES = { claimable: true, says: "This tenant can register this device now." }
const NO = { claimable: false, says: "This tenant cannot register this device now." }

describe("a claim check over HTTP", () => {
  it("answers yes or no in the same bytes whoever has the device, and is listed for the tenant that asked", async () => {
    await using service = aService()
    await contoso(service)
    await service.post("/api/tenants", { name: "Fabrikam" })
    const as = (tenant: string) => ({ "Flightlog-Tenant": tenant })
    const ask = (tenant: string, hash: string) => service.post("/api/claim-checks", { hash }, as(tenant))
    assert.deepStrictEqual((await ask("Contoso", hashOf(NOTEBOOK))).json, YES)
    await service.post("/api/devices", { hash: hashOf(NOTEBOOK) }, as("Fabrikam"))
    const foreign = await ask("Contoso", hashOf(NOTEBOOK))
    const own = await ask("Fabrikam", hashOf(NOTEBOOK))
    assert.deepStrictEqual(foreign.json, NO)
    assert.strictEqual(foreign.text, own.text)
    const position = { Prefer: "wait=5", "Flightlog-Position": own.headers.get("flightlog-position") ?? "" }
    const listed = await service.get("/api/claim-checks", { ...as("Contoso"), ...position })
    assert.deepStrictEqual(
      listed.json.map(({ askedByName, claimable }: Record<string, unknown>) => [claimable, askedByName]),
      [
        [false, "http"],
        [true, "http"],
      ],
    )
    for (const secret of [NOTEBOOK.serialNumber, "Fabrikam"]) assert.notInclude(listed.text, secret)
  })

  it("is refused after twenty in a minute, for that tenant alone, however many ask at once", async () => {
    await using service = aService()
    await contoso(service)
    await service.post("/api/tenants", { name: "Fabrikam" })
    const ask = (tenant: string) =>
      service.post("/api/claim-checks", { hash: hashOf(NEIGHBOUR) }, { "Flightlog-Tenant": tenant })
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask("Contoso")))
    const refused = answers.filter(({ status }) => status === 429)
    assert.strictEqual(refused.length, 10)
    assert.strictEqual(refused[0]?.json.code, "claim-checks-limited")
    assert.strictEqual(refused[0]?.headers.get("retry-after"), "60")
    assert.strictEqual((await ask("Fabrikam")).status, 200)
  })

  it("takes a whole hash only", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.post("/api/claim-checks", { hash: NOTEBOOK.serialNumber })
    assert.deepStrictEqual([status, json.code], [422, "not-a-hash"])
  })
})
