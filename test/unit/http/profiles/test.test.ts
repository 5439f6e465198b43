import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"

const shipped = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../../../profiles/${file}`, import.meta.url), "utf8"),
})
const sales = {
  file: "sales.yaml",
  text: "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\n",
}
const cases = (text: string) => ({ file: "sales.test.yaml", text })

describe("test over HTTP", () => {
  test("runs cases that include others, with what the command line reports", async () => {
    await using service = aService()
    const files = [cases("include: [user-driven.test.yaml]\n"), sales, shipped("user-driven.test.yaml")]
    const { json, status } = await service.post("/api/profiles/test", { files, minCoverage: 100 })
    expect(status).toBe(200)
    expect(json).toMatchObject({ good: true, failed: 0, minCoverage: 100 })
    expect(json.suites[0]).toMatchObject({ profile: "sales", coverage: { transitions: { percent: 100 } } })
  })

  test("tells what failed, as JSON and as JUnit", async () => {
    await using service = aService()
    const files = [cases("cases: [{ name: ends, then: { outcome: success } }]\n"), sales]
    const { json } = await service.post("/api/profiles/test", { files })
    expect(json.good).toBe(false)
    expect(json.suites[0].cases[0].differences).toEqual([
      { what: "outcome", expected: "success", found: "none" },
    ])
    const junit = await service.post("/api/profiles/test?format=junit", { files })
    expect(junit.text).toContain('<failure message="outcome: expected success, found none"/>')
  })

  test("tells mistakes of a file of cases as findings, and refuses files without cases", async () => {
    await using service = aService()
    const wrong = await service.post("/api/profiles/test", { files: [cases("case: []\n"), sales] })
    expect(wrong.json.suites[0].findings[0]).toMatchObject({ code: "FL004", suggestion: "cases" })
    const none = await service.post("/api/profiles/test", { files: [sales] })
    expect([none.status, none.json.code]).toEqual([422, "no-cases"])
  })
})
