import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { contosoWithDevices, enrolled } from "./stories.ts"

interface Entry {
  readonly type: string
  readonly position: string
  readonly revision: number
}

describe("the history of a device", () => {
  it("is one list of events in order, with who, why, and the names that are sealed in the log", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    const { headers, json } = await service.get(`/api/devices/${notebook}/history`)
    const entries: ReadonlyArray<Entry> = json
    assert.deepStrictEqual(
      entries.map(({ revision }) => revision),
      entries.map((_entry, index) => index),
    )
    assert.strictEqual(headers.get("etag"), `"${entries.length - 1}"`)
    const signIn = json.find(({ type }: Entry) => type === "UserSignedIn")
    assert.include(signIn.actor, { kind: "device", id: notebook })
    assert.deepStrictEqual(signIn.personal[0].values, { userPrincipalName: "ann@contoso.com" })
    assert.deepStrictEqual(signIn.profile, { name: "default", version: 1 })
  })

  it("is not sent again to who has it already", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const path = `/api/devices/${notebook}/history`
    const etag = (await service.get(path)).headers.get("etag") ?? ""
    const again = await service.get(path, { "If-None-Match": `"0", W/${etag}` })
    assert.deepStrictEqual([again.status, again.text, again.headers.get("etag")], [304, "", etag])
    assert.strictEqual((await service.get(path, { "If-None-Match": '"0"' })).status, 200)
  })

  it("is nobody else's: another tenant's device does not exist", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await service.post("/api/tenants", { name: "Fabrikam" })
    for (const view of ["history", "state", "waiting"]) {
      const path = `/api/devices/${notebook}/${view}`
      const { json, status } = await service.get(path, { "Flightlog-Tenant": "Fabrikam" })
      assert.deepStrictEqual([status, json.number], [404, "807"])
    }
  })
})

describe("the state of a device", () => {
  it("is as of a position: the state, the profile and both list entries as they were", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    const entries: ReadonlyArray<Entry> = (await service.get(`/api/devices/${notebook}/history`)).json
    const positionOf = (type: string) => entries.find((entry) => entry.type === type)?.position ?? ""
    const at = async (type: string) =>
      (await service.get(`/api/devices/${notebook}/state?at=${positionOf(type)}`)).json

    const before = await at("OobeAnswered")
    assert.isTrue(before.attempt.answered)
    assert.isNull(before.attempt.signedIn)
    assert.include(before.lists.windowsAutopilotDeviceIdentity, { enrollmentState: "notContacted" })
    assert.isNull(before.lists.managedDevice)

    const after = await at("DeviceEnrolled")
    assert.strictEqual(after.profile.ref.name, "default")
    assert.strictEqual(after.profile.settings.enrollmentStatus.timeoutMillis, 3_600_000)
    assert.include(after.lists.windowsAutopilotDeviceIdentity, { enrollmentState: "enrolled" })
    assert.include(after.lists.managedDevice, { userPrincipalName: "ann@contoso.com" })
  })

  it("of the present has the same list entries as the lists", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { last } = await enrolled(service)
    const wait = { Prefer: "wait=5", "Flightlog-Position": last.headers.get("flightlog-position") ?? "" }
    const device = (
      await service.get(`/beta/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`, wait)
    ).json
    const { "@odata.context": _context, ...listed } = device
    const { lists } = (await service.get(`/api/devices/${notebook}/state`)).json
    assert.deepStrictEqual(lists.windowsAutopilotDeviceIdentity, listed)
    const managed = (await service.get("/beta/deviceManagement/managedDevices")).json.value
    assert.deepStrictEqual(lists.managedDevice, managed[0])
  })

  it("before its first event is told so, and a moment that is none is refused", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const early = await service.get(`/api/devices/${notebook}/state?at=2001-01-01`)
    assert.deepStrictEqual([early.status, early.json.code], [404, "device-not-known-yet"])
    const wrong = await service.get(`/api/devices/${notebook}/state?at=yesterday`)
    assert.deepStrictEqual([wrong.status, wrong.json.code], [400, "moment-invalid"])
    assert.match(wrong.json.detail, /^"yesterday" is neither a time with its zone nor a position/)
  })

  it("takes no other question", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { json, status } = await service.get(`/api/devices/${notebook}/state?When=now`)
    assert.strictEqual(status, 400)
    assert.strictEqual(json.detail, 'The query is not as it has to be. "When": Unknown: Expected "at".')
  })
})

describe("what a device waits for", () => {
  it("is its states, what they take, and until when", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { report } = await enrolled(service)
    await report("esp-phase", { phase: "devicePreparation", targeted: [] })
    await report("esp-phase", {
      phase: "deviceSetup",
      targeted: [{ category: "applications", item: "portal" }],
    })
    const { json } = await service.get(`/api/devices/${notebook}/waiting`)
    assert.include(json.attempt.takes, "EspItemReported")
    assert.isAtLeast(json.deadlines.length, 1)
    assert.isTrue(json.deadlines.every(({ dueAt }: { dueAt: string }) => dueAt > new Date().toISOString()))
  })
})
