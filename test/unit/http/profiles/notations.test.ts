import { describe, expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"
import { contoso } from "../stories.ts"

const SALES = {
  "@odata.type": "#microsoft.graph.azureADWindowsAutopilotDeploymentProfile",
  id: "b1f0a8a1-0000-4000-8000-000000000001",
  displayName: "Sales laptops",
  outOfBoxExperienceSetting: { eulaHidden: true, userType: "standard" },
}

describe("Microsoft's notations over HTTP", () => {
  test("a profile of Graph becomes YAML, which can be published and comes back as it was", async () => {
    await using service = aService()
    await contoso(service)
    const { json } = await service.post("/api/profiles/import", SALES)
    expect(json).toMatchObject([{ file: "sales-laptops.yaml", findings: [] }])
    expect(json[0].notShared).toMatchObject([{ property: "id" }])
    const published = await service.call("POST", "/api/profiles", { body: json[0].text })
    expect(published.status).toBe(201)
    const exported = await service.get("/api/profiles/sales-laptops/export?to=graph")
    expect(JSON.parse(exported.json.text)).toMatchObject({
      displayName: "Sales laptops",
      outOfBoxExperienceSettings: { hideEULA: true, userType: "standard" },
    })
  })

  test("the file for existing devices names the tenant, or the one that is asked for", async () => {
    await using service = aService()
    const tenantId = await contoso(service)
    const own = await service.get("/api/profiles/default/export?to=autopilot-json")
    expect(own.json.file).toBe("AutopilotConfigurationFile.json")
    expect(JSON.parse(own.json.text)).toMatchObject({
      CloudAssignedTenantId: tenantId,
      CloudAssignedTenantDomain: "contoso.com",
    })
    const other = "to=autopilot-json&domain=contoso.de&tenantId=6b1cbd43-5a52-4d0b-9b0e-111111111111"
    const asked = await service.get(`/api/profiles/default/export?${other}`)
    expect(JSON.parse(asked.json.text).CloudAssignedTenantDomain).toBe("contoso.de")
  })

  test("a file is exported without being published; one with mistakes is not, and they are told", async () => {
    await using service = aService()
    await contoso(service)
    const page = {
      file: "kiosk.yaml",
      text: "dsl: 1\nkind: EnrollmentStatusPage\nname: kiosk\npriority: 2\nenrollmentStatus: { timeout: 90m }\n",
    }
    const exported = await service.post("/api/profiles/export", { files: [page], to: "graph" })
    expect(JSON.parse(exported.json.text)).toMatchObject({
      priority: 2,
      installProgressTimeoutInMinutes: 90,
    })
    const faulty = { file: "a.yaml", text: "dsl: 1\nkind: DeploymentProfile\nname: a\nextends: user-drivn\n" }
    const refused = await service.post("/api/profiles/export", { files: [faulty], to: "graph" })
    expect(refused).toMatchObject({ status: 422, json: { code: "profile-refused" } })
    expect(refused.json.detail).toContain('"a.yaml" cannot be exported: 1 error.')
  })

  test.each([
    ["{ deviceSetup: { apps: { blocking: [teams] } } }", ["enrollmentStatus.deviceSetup.apps.blocking"]],
    [
      "{ deviceSetup: { apps: { blocking: [teams] } }, accountSetup: { apps: { blocking: [m365] } } }",
      ["enrollmentStatus.deviceSetup.apps.blocking", "enrollmentStatus.accountSetup.apps.blocking"],
    ],
    ["{ deviceSetup: { apps: { blocking: [a] } }, accountSetup: { apps: { blocking: [a] } } }", []],
  ])("a page's phases whose apps are not those of Graph's one list are named: %s", async (status, named) => {
    await using service = aService()
    await contoso(service)
    const page = {
      file: "kiosk.yaml",
      text: `dsl: 1\nkind: EnrollmentStatusPage\nname: kiosk\npriority: 2\nenrollmentStatus: ${status}\n`,
    }
    const { json } = await service.post("/api/profiles/export", { files: [page], to: "graph" })
    expect(json.notShared.map(({ property }: { property: string }) => property)).toEqual(named)
  })

  test("what is no profile of Graph is refused, with what was expected", async () => {
    await using service = aService()
    const { json, status } = await service.post("/api/profiles/import", { displayName: "A" })
    expect(status).toBe(422)
    expect(json).toMatchObject({ code: "not-graph-json" })
  })
})
