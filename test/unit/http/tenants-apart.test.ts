import { expect, test } from "vitest"
import { APPROVED_FIRST } from "../../support/approved-first.ts"
import { aService, type Service } from "../../support/http-world.ts"
import { contosoWithDevices, discovered } from "./stories.ts"

const FABRIKAM = { "Flightlog-Tenant": "Fabrikam" }
const YAML = { "Content-Type": "application/yaml" }
const PAGE = `dsl: 1
kind: EnrollmentStatusPage
name: lab
priority: 1
assign: { groupTags: [lab] }
enrollmentStatus: { timeout: 90m }
`

/** Contoso with devices beside Fabrikam, which has nothing; what Contoso does is told to go to Contoso. */
const twoTenants = async (service: Service) => {
  const story = await contosoWithDevices(service)
  await service.post("/api/tenants", { name: "Fabrikam", domains: ["fabrikam.com"] })
  return { ...story, contoso: { "Flightlog-Tenant": "Contoso" } }
}

test("another tenant neither sees a group, nor takes its id away, nor puts foreign devices into its own", async () => {
  await using service = aService()
  const { contoso, notebook } = await twoTenants(service)
  const id = "7d1b2a60-1f0e-4b6e-9c55-000000000001"
  await service.post("/api/groups", { name: "kiosks", id }, contoso)
  const member = { deviceId: notebook }
  expect((await service.post(`/api/groups/${id}/members`, member, contoso)).status).toBe(204)
  expect((await service.get("/api/groups", FABRIKAM)).json).toEqual([])
  expect((await service.get("/v1.0/groups", FABRIKAM)).json.value).toEqual([])
  for (const path of [`/api/groups/${id}`, "/api/groups/kiosks", `/v1.0/groups/${id}/members`])
    expect((await service.get(path, FABRIKAM)).status).toBe(404)
  const into = await service.post(`/api/groups/${id}/members`, member, FABRIKAM)
  expect(into.json).toMatchObject({ status: 404, code: "group-unknown" })
  expect((await service.post("/api/groups", { name: "theirs", id }, FABRIKAM)).status).toBe(201)
  const foreign = await service.post(`/api/groups/${id}/members`, member, FABRIKAM)
  expect(foreign.json).toMatchObject({ status: 404, code: "device-not-registered" })
  const removed = await service.call("DELETE", `/api/groups/${id}/members/${notebook}`, { headers: FABRIKAM })
  expect(removed.status).toBe(404)
  const waited = { ...contoso, Prefer: "wait=20" }
  expect((await service.get(`/api/groups/${id}`, waited)).json).toMatchObject({ name: "kiosks", devices: 1 })
})

test("another tenant neither sees, changes nor retires an Enrollment Status Page, and may use its name and priority", async () => {
  await using service = aService()
  const { contoso } = await twoTenants(service)
  const publish = (headers: Record<string, string>) =>
    service.call("POST", "/api/profiles", { body: PAGE, headers: { ...YAML, ...headers } })
  expect((await publish(contoso)).status).toBe(201)
  for (const path of ["/api/profiles/lab", "/api/profiles/lab/history", "/api/profiles/lab/export?to=graph"])
    expect((await service.get(path, FABRIKAM)).status).toBe(404)
  for (const path of ["/api/profiles/lab/retire", "/api/profiles/lab/rollback"])
    expect((await service.post(path, { version: 1 }, FABRIKAM)).status).toBe(404)
  expect((await publish(FABRIKAM)).json).toMatchObject({ name: "lab", version: 1, changed: true })
  expect((await service.get("/api/profiles/lab", contoso)).json).toMatchObject({ version: 1, retired: false })
})

test("another tenant sends a deployment no signal", async () => {
  await using service = aService()
  const { contoso, notebook } = await twoTenants(service)
  await service.call("POST", "/api/profiles", { body: APPROVED_FIRST, headers: { ...YAML, ...contoso } })
  const device = `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`
  await service.post(`${device}/updateDeviceProperties`, { groupTag: "approval" }, contoso)
  const { report } = await discovered(service)
  await report("network", { medium: "wifi" })
  const signal = `/api/devices/${notebook}/signals/ApprovalGranted`
  const foreign = await service.post(signal, undefined, FABRIKAM)
  expect(foreign.json).toMatchObject({ status: 404, code: "device-not-registered" })
  expect((await service.post(signal, undefined, contoso)).json.events).toEqual(["SignalReceived"])
})
