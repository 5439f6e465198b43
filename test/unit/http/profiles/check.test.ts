import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"
import { readSarif } from "../../../support/sarif.ts"

const strand = (name: string) =>
  readFileSync(new URL(`../../../data/strands/${name}.yaml`, import.meta.url), "utf8")

const ENDLESS = `dsl: 1
kind: DeploymentProfile
name: sales
workflow:
  states:
    start:
      on: { NetworkConnected: parked }
      timeout: { after: 1h, to: failed }
    parked:
      on: { DeviceReset: failed }
    failed: { final: failure }
`

test("check over HTTP tells what strands a device, with a course that simulate takes", async () => {
  await using service = aService()
  const files = [{ file: "sales.yaml", text: strand("timeout-to-nowhere") }]
  const { json, status } = await service.post("/api/profiles/check", { files })
  expect(status).toBe(200)
  expect(json.findings).toMatchObject([{ code: "FL081", file: "sales.yaml", line: 13 }])
  expect(json.exploration).toMatchObject({ profile: "timeout-to-nowhere", complete: true })
  const { course } = json.findings[0]
  const simulated = await service.post("/api/profiles/simulate", { files, ...course })
  expect(simulated.json.trace).toMatchObject({ states: ["parked"], outcome: null, deadlines: [] })
})

test("check over HTTP writes SARIF that tells how it comes to a finding", async () => {
  await using service = aService()
  const files = [{ file: "sales.yaml", text: ENDLESS }]
  const { text } = await service.post("/api/profiles/check?format=sarif", { files })
  const [run] = readSarif(text).runs
  expect(run?.results[0]).toMatchObject({ ruleId: "FL080" })
  expect(run?.results[0]?.message.text).toContain("It comes to this by:\n- NetworkConnected")
})

test("check over HTTP tells the mistakes of a file that cannot be explored", async () => {
  await using service = aService()
  const { json } = await service.call("POST", "/api/profiles/check", {
    body: "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: nowhere\n",
    headers: { "Content-Type": "application/yaml" },
  })
  expect(json).toMatchObject({ findings: [{ code: "FL008" }], exploration: null })
})

test("the service answers others while a profile is explored", async () => {
  await using service = aService()
  const files = [{ file: "sales.yaml", text: strand("timeout-to-nowhere") }]
  const simulated = () => service.post("/api/profiles/simulate", { files, steps: [] })
  await simulated()
  const checking = service.post("/api/profiles/check", { files }).then(() => "check")
  const first = await Promise.race([checking, simulated().then(() => "simulate")])
  expect(first).toBe("simulate")
  expect(await checking).toBe("check")
})
