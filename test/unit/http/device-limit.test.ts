import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { NEIGHBOUR } from "../../support/machines.ts"
import { contosoWithDevices, discovered, enrolled } from "./stories.ts"

describe("POST /api/tenants/device-limit", () => {
  it("has the next join of a user with that many devices refused with 0x801C0003, on the record", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const position = (await enrolled(service)).last.headers.get("flightlog-position") ?? ""
    const { headers, status } = await service.post("/api/tenants/device-limit", { limit: 1 })
    assert.strictEqual(status, 204)
    assert.isNotNull(headers.get("flightlog-position"))

    const { report } = await discovered(service, NEIGHBOUR)
    await report("network", { medium: "wifi" })
    await report("answers", { answers: {} })
    await report("sign-in", { userPrincipalName: "ann@contoso.com" })
    await report("terms", { accepted: true })
    await service.get("/v1.0/deviceManagement/managedDevices", {
      Prefer: "wait=10",
      "Flightlog-Position": position,
    })
    const refused = await report("join")
    assert.deepInclude(refused.json, { code: "join-refused", number: "0x801C0003", recorded: true })
    assert.include(refused.json.remedy, "raise the limit")
  })

  it("takes whole numbers from 1, or null", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    assert.strictEqual((await service.post("/api/tenants/device-limit", { limit: 0 })).status, 400)
    assert.strictEqual((await service.post("/api/tenants/device-limit", { limit: null })).status, 204)
  })
})
