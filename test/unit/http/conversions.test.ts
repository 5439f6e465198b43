import { assert, describe, it } from "@effect/vitest"
import type { MachineSpec } from "#domain/hardware"
import { aService, type Service } from "../../support/http-world.ts"
import { AFTER, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, enrolled, hashOf, until } from "./stories.ts"

const CONVERTING = `dsl: 1
kind: DeploymentProfile
name: default
extends: user-driven
device:
  convertTargeted: true
assign:
  allDevices: true
`

const enrol = (service: Service, machine: MachineSpec, more: object = {}) => {
  const { manufacturer, model, serialNumber } = machine
  const device = { deviceName: `PC-${serialNumber.slice(-2)}`, manufacturer, model, serialNumber }
  return service.post("/api/device/enrolments", {
    ...device,
    ownership: "corporate",
    userPrincipalName: "ann@contoso.com",
    ...more,
  })
}

const asDevice = (token: string) => ({ Authorization: `Bearer ${token}` })

const conversions = async (service: Service) => (await service.get("/api/conversions")).json
const stateOf = (service: Service, state: string) =>
  until(
    () => conversions(service),
    (all) => all.some((one: { state: string }) => one.state === state),
  )

const publish = (service: Service, yaml: string) =>
  service.call("POST", "/api/profiles", { body: yaml, headers: { "Content-Type": "application/yaml" } })

describe("a device that enrols without being registered", () => {
  it("is in the Intune list as one that did not come through Autopilot, and not in Autopilot's", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await enrol(service, NOTEBOOK, { osVersion: "10.0.26100.4351" })
    assert.strictEqual(status, 201)
    const managed = await service.get(`/beta/deviceManagement/managedDevices/${json.managedDeviceId}`)
    assert.include(managed.json, {
      deviceName: "PC-42",
      serialNumber: NOTEBOOK.serialNumber,
      userPrincipalName: "ann@contoso.com",
      autopilotEnrolled: false,
      managedDeviceOwnerType: "company",
      deviceEnrollmentType: "windowsAutoEnrollment",
      osVersion: "10.0.26100.4351",
    })
    const identities = await service.get("/v1.0/deviceManagement/windowsAutopilotDeviceIdentities")
    assert.deepStrictEqual(identities.json.value, [])
    assert.deepInclude((await conversions(service))[0], { state: "enrolled", profile: null })
  })

  it("needs a licensed user, and leaves the list when its record is deleted", async () => {
    await using service = aService()
    await contoso(service)
    const refused = await enrol(service, NOTEBOOK, { userPrincipalName: "bob@contoso.com" })
    assert.deepStrictEqual([refused.status, refused.json.number], [403, "0x80180018"])
    const { json } = await enrol(service, NOTEBOOK, { ownership: "personal" })
    const address = `/v1.0/deviceManagement/managedDevices/${json.managedDeviceId}`
    assert.strictEqual((await service.get(address)).status, 200)
    assert.strictEqual((await service.call("DELETE", address)).status, 204)
    assert.strictEqual((await service.get(address)).status, 404)
    assert.deepStrictEqual(await conversions(service), [])
  })
})

describe("automatic registration", () => {
  it("asks for the hash, registers it, and shows both lists what the device is; personal ones are skipped", async () => {
    await using service = aService()
    await contoso(service)
    const one = (await enrol(service, NOTEBOOK)).json
    await enrol(service, NEIGHBOUR, { ownership: "personal" })
    const commands = () => service.get("/api/device/commands", asDevice(one.token))
    assert.deepStrictEqual((await commands()).json, [])
    assert.strictEqual((await publish(service, CONVERTING)).status, 201)
    const [asked] = (await until(commands, ({ json }) => json.length > 0)).json
    assert.deepInclude(asked, {
      command: "report-hardware-hash",
      profile: { name: "default", version: 2 },
    })
    const skipped = (await stateOf(service, "skipped")).find(
      ({ state }: { state: string }) => state === "skipped",
    )
    assert.deepInclude(skipped, {
      serialNumber: NEIGHBOUR.serialNumber,
      ownership: "personal",
      reason: "personal devices are never registered",
      profile: "default",
    })
    const report = { hash: hashOf(NOTEBOOK, AFTER) }
    assert.strictEqual(
      (await service.post("/api/device/hardware-hash", report, asDevice(one.token))).status,
      202,
    )
    const done = await stateOf(service, "registered")
    const { deviceId } = done.find(({ state }: { state: string }) => state === "registered")
    const history = (await service.get(`/api/devices/${deviceId}/history`)).json
    assert.strictEqual(history[0].data.method, "automatic")
    assert.deepStrictEqual(history[0].actor, { kind: "process", id: "conversion", name: null })
    assert.deepInclude(history[0].data.convertedBy, { enrolmentId: one.enrolmentId })
    const identity = await service.get(`/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${deviceId}`)
    assert.strictEqual(identity.json.serialNumber, NOTEBOOK.serialNumber)
    // Switched off, it deregisters nothing.
    await publish(service, CONVERTING.replace("true\nassign", "false\nassign"))
    assert.deepStrictEqual((await commands()).json, [])
    assert.strictEqual((await stateOf(service, "registered")).length, 2)
  })

  it("shows a device once, however it enrolled: its setup under Autopilot takes the place of its ordinary enrolment", async () => {
    await using service = aService()
    await contoso(service)
    await publish(service, CONVERTING)
    const one = (await enrol(service, NOTEBOOK)).json
    await stateOf(service, "asked")
    await service.post("/api/device/hardware-hash", { hash: hashOf(NOTEBOOK, AFTER) }, asDevice(one.token))
    await stateOf(service, "registered")
    const managed = async () => (await service.get("/beta/deviceManagement/managedDevices")).json.value
    const [ordinary, ...none] = await managed()
    assert.deepStrictEqual([ordinary.id, ordinary.autopilotEnrolled, none], [one.managedDeviceId, false, []])
    await enrolled(service)
    const [anew, ...others] = await until(managed, ([first]) => first?.autopilotEnrolled === true)
    assert.deepStrictEqual([anew.serialNumber, others], [NOTEBOOK.serialNumber, []])
    assert.notStrictEqual(anew.id, one.managedDeviceId)
    const gone = await service.get(`/beta/deviceManagement/managedDevices/${one.managedDeviceId}`)
    assert.strictEqual(gone.status, 404)
  })

  it("takes a hash of the device that it asked only, with the token of that device only", async () => {
    await using service = aService()
    await contoso(service)
    await publish(service, CONVERTING)
    const { token } = (await enrol(service, NOTEBOOK)).json
    await stateOf(service, "asked")
    const report = (hash: string, headers: Record<string, string>) =>
      service.post("/api/device/hardware-hash", { hash }, headers)
    const other = await report(hashOf(NEIGHBOUR), asDevice(token))
    assert.deepStrictEqual([other.status, other.json.code], [422, "hash-of-another-device"])
    const forged = await report(hashOf(NOTEBOOK), asDevice(`${token}x`))
    assert.deepStrictEqual([forged.status, forged.json.code], [401, "device-token-invalid"])
    // Neither kind of device token is good for the other's reports.
    const network = await service.post("/api/device/network", { medium: "wifi" }, asDevice(token))
    assert.strictEqual(network.json.code, "device-token-invalid")
  })
})
