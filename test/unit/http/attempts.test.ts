import { assert, describe, it } from "@effect/vitest"
import { virtualMachine } from "#adapters/simulator"
import { APPROVED_FIRST } from "../../support/approved-first.ts"
import { aService } from "../../support/http-world.ts"
import { contosoWithDevices, discovered, enrolled, hashOf } from "./stories.ts"

const attempts = (id: string) => `/api/devices/${id}/attempts`

describe("GET /api/devices/{id}/attempts/{attempt}", () => {
  it("explains the last attempt or one by its number, from the failure to its cure", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service, "bob@contoso.com")
    const { json, status } = await service.get(`${attempts(notebook)}/1`)
    assert.strictEqual(status, 200)
    assert.include(json.failure, { event: "EnrollmentRefused", code: "0x80180018" })
    assert.include(json.failure.catalogue.cure, "Assign a licence")
    assert.isNull(json.waitsFor)
    await discovered(service)
    const latest = await service.get(`${attempts(notebook)}/latest`)
    assert.strictEqual(latest.json.attempt, 2)
    assert.strictEqual(latest.json.where.state, "outOfBox.discovered")
    assert.include(latest.json.waitsFor.events, "NetworkConnected")
  })

  it("is 404 for an attempt that there is not, and 400 for what is no attempt", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const none = await service.get(`${attempts(notebook)}/latest`)
    assert.deepStrictEqual([none.status, none.json.code], [404, "attempt-unknown"])
    assert.strictEqual((await service.get(`${attempts(notebook)}/first`)).status, 400)
  })
})

describe("POST /api/devices/{id}/autopilot-reset", () => {
  it("is refused for a device that never enrolled, and while it is being set up", async () => {
    await using service = aService()
    const { neighbour, notebook } = await contosoWithDevices(service)
    const unknown = await service.post(`/api/devices/${neighbour}/autopilot-reset`)
    assert.deepStrictEqual([unknown.status, unknown.json.code], [404, "no-intune-record"])
    await enrolled(service)
    const running = await service.post(`/api/devices/${notebook}/autopilot-reset`)
    assert.deepStrictEqual([running.status, running.json.code], [409, "deployment-running"])
  })
})

const DEVICES = "/v1.0/deviceManagement/windowsAutopilotDeviceIdentities"

describe("POST /api/devices/{id}/signals/{name}", () => {
  it("sends the deployment a signal that its profile waits for, and refuses any other", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const headers = { "Content-Type": "application/yaml" }
    await service.call("POST", "/api/profiles", { body: APPROVED_FIRST, headers })
    await service.post(`${DEVICES}/${notebook}/updateDeviceProperties`, { groupTag: "approval" })
    const idle = await service.post(`/api/devices/${notebook}/signals/ApprovalGranted`)
    assert.deepStrictEqual([idle.status, idle.json.code], [409, "no-deployment-running"])
    const { report } = await discovered(service)
    await report("network", { medium: "wifi" })
    const unknown = await service.post(`/api/devices/${notebook}/signals/Approved`)
    assert.deepStrictEqual([unknown.status, unknown.json.code], [422, "signal-unknown"])
    const sent = await service.post(`/api/devices/${notebook}/signals/ApprovalGranted`)
    assert.strictEqual(sent.status, 200)
    assert.deepStrictEqual(sent.json, { deviceId: notebook, attempt: 1, events: ["SignalReceived"] })
    const { status } = await service.post(`/api/devices/${crypto.randomUUID()}/signals/ApprovalGranted`)
    assert.strictEqual(status, 404)
  })
})

describe("POST /api/device/discover with the file of an existing device", () => {
  it("deploys a device that is not registered, which comes into the Intune list alone", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const published = await service.call("POST", "/api/profiles", {
      body: "dsl: 1\nkind: DeploymentProfile\nname: old\nextends: existing-devices\n",
      headers: { "Content-Type": "application/yaml" },
    })
    assert.strictEqual(published.status, 201)
    const { text } = (await service.get("/api/profiles/old/export?to=autopilot-json")).json
    const hash = hashOf(virtualMachine("old", 1))
    const asked = await service.post("/api/device/discover", { hash, configurationFile: text })
    assert.strictEqual(asked.json.profile.name, "old")
    const headers = { Authorization: `Bearer ${asked.json.token}` }
    for (const [report, body] of [
      ["network", { medium: "wifi" }],
      ["answers", { answers: {} }],
      ["sign-in", { userPrincipalName: "ann@contoso.com" }],
      ["join", {}],
    ] as const)
      assert.strictEqual((await service.post(`/api/device/${report}`, body, headers)).status, 200)
    const enrolment = await service.post("/api/device/enrol", {}, headers)
    const wait = {
      Prefer: "wait=10",
      "Flightlog-Position": enrolment.headers.get("flightlog-position") ?? "",
    }
    const { value } = (await service.get("/beta/deviceManagement/managedDevices", wait)).json
    assert.strictEqual(value.length, 1)
    const correlationId = JSON.parse(text).ZtdCorrelationId
    assert.strictEqual(value[0].enrollmentProfileName, `OfflineAutopilotprofile-${correlationId}`)
    const registered = await service.get("/beta/deviceManagement/windowsAutopilotDeviceIdentities", wait)
    assert.strictEqual(registered.json.value.length, 2)

    const unreadable = await service.post("/api/device/discover", { hash, configurationFile: "{}" })
    assert.deepStrictEqual([unreadable.status, unreadable.json.code], [400, "offline-profile-unreadable"])
  })
})
