import { describe, expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"
import { readSarif } from "../../../support/sarif.ts"
import { contoso } from "../stories.ts"

const BASE = "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\n"
const EMEA = BASE.replace("name: sales", "name: sales-emea").replace("user-driven", "sales")
const yaml = (body: string) => ({ body, headers: { "Content-Type": "application/yaml" } })

describe("lint over HTTP", () => {
  test("tells what is wrong with a profile as it is, with line, column and what was probably meant", async () => {
    await using service = aService()
    const { json, status } = await service.call("POST", "/api/profiles/lint", yaml(`${BASE}titel: Sales\n`))
    expect(status).toBe(200)
    expect(json).toMatchObject([
      { code: "FL004", file: "profile.yaml", line: 5, column: 1, suggestion: "title" },
    ])
  })

  test("writes SARIF and annotations where they are asked for", async () => {
    await using service = aService()
    const asked = yaml(`${BASE}titel: Sales\n`)
    const sarif = await service.call("POST", "/api/profiles/lint?format=sarif", asked)
    expect(sarif.headers.get("content-type")).toBe("application/sarif+json; charset=utf-8")
    expect(readSarif(sarif.text).runs[0]?.results[0]).toMatchObject({ ruleId: "FL004", level: "error" })
    const github = await service.call("POST", "/api/profiles/lint?format=github", asked)
    expect(github.headers.get("content-type")).toBe("text/plain; charset=utf-8")
    expect(github.text).toMatch(/^::error file=profile\.yaml,line=5,/)
  })

  test("takes several files in JSON, which may extend each other", async () => {
    await using service = aService()
    const files = [
      { file: "emea.yaml", text: EMEA },
      { file: "sales.yaml", text: BASE },
    ]
    expect((await service.post("/api/profiles/lint", { files })).json).toEqual([])
    const alone = await service.post("/api/profiles/lint", { files: files.slice(0, 1) })
    expect(alone.json).toMatchObject([{ code: "FL008", file: "emea.yaml", line: 4 }])
  })

  test("knows the published profiles of the tenant that is named", async () => {
    await using service = aService()
    await contoso(service)
    const published = await service.call("POST", "/api/profiles", yaml(BASE))
    const read = { Prefer: "wait=5", "Flightlog-Position": published.headers.get("flightlog-position") ?? "" }
    await service.get("/api/profiles", read)
    const named = { "Content-Type": "application/yaml", "Flightlog-Tenant": "Contoso" }
    expect((await service.call("POST", "/api/profiles/lint", { body: EMEA, headers: named })).json).toEqual(
      [],
    )
    expect((await service.call("POST", "/api/profiles/lint", yaml(EMEA))).json).toHaveLength(1)
  })

  test("refuses a body without files, and says which shape it takes", async () => {
    await using service = aService()
    const { json, status } = await service.post("/api/profiles/lint", { file: "sales.yaml" })
    expect(status).toBe(400)
    expect(json.detail).toContain('"files": Missing')
  })
})
