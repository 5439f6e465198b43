import { assert, describe, it } from "@effect/vitest"
import { aService, type Service } from "../../support/http-world.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { contosoWithDevices, csvOf, enrolled, eventually, imported } from "./stories.ts"

/** Whether the notebook is in the Autopilot list, and whether it is in the Intune list. */
const listsOf = async (service: Service): Promise<string> => {
  const has = async (collection: string) => {
    const { json } = await service.get(`/beta/deviceManagement/${collection}`)
    return json.value.some((one: { serialNumber: string }) => one.serialNumber === NOTEBOOK.serialNumber)
  }
  const autopilot = await has("windowsAutopilotDeviceIdentities")
  const intune = await has("managedDevices")
  return `Autopilot ${autopilot ? "yes" : "no"}, Intune ${intune ? "yes" : "no"}`
}

const shows = (service: Service, expected: string) => eventually(() => listsOf(service), expected)

const leave = (service: Service, id: string, way: string) =>
  service.post(`/api/devices/${id}/deregister`, { reason: "sold", way })

const managedId = async (service: Service): Promise<string> => {
  const { json } = await service.get("/beta/deviceManagement/managedDevices")
  return json.value[0]?.id
}

describe("Intune is not Autopilot: a device", () => {
  it("that is registered and was never set up is in the Autopilot list alone", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    await shows(service, "Autopilot yes, Intune no")
  })

  it("that a licensed user set up is in both, each entry naming the other", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    await shows(service, "Autopilot yes, Intune yes")
    const { json } = await service.get(`/beta/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`)
    const id = await managedId(service)
    assert.strictEqual(json.managedDeviceId, id)
    const managed = (await service.get(`/beta/deviceManagement/managedDevices/${id}`)).json
    assert.strictEqual(managed.azureADDeviceId, json.azureAdDeviceId)
  })

  it("whose registration alone was ended is in the Intune list alone, and what is left behind is named", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    await shows(service, "Autopilot yes, Intune yes")
    const { json } = await leave(service, notebook, "one-step")
    assert.deepStrictEqual(json.events, ["DeregistrationStarted", "DeviceDeregistered"])
    assert.deepStrictEqual(json.leftBehind[0], {
      what: "intune-record",
      id: await managedId(service),
      says: "Its Intune record stays and the device stays managed: delete, retire or wipe it in Intune.",
    })
    await shows(service, "Autopilot no, Intune yes")
  })

  it("that left in order, or never came, is in neither", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    await shows(service, "Autopilot yes, Intune yes")
    const { json } = await leave(service, notebook, "in-order")
    assert.deepStrictEqual(json.events, [
      "DeregistrationStarted",
      "IntuneRecordRemoved",
      "DeviceDeregistered",
    ])
    await shows(service, "Autopilot no, Intune no")
  })

  it("that is deleted from Intune alone stays registered, and may be set up again", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    await enrolled(service)
    await shows(service, "Autopilot yes, Intune yes")
    await service.call("DELETE", `/beta/deviceManagement/managedDevices/${await managedId(service)}`)
    await shows(service, "Autopilot yes, Intune no")
  })

  it("that is in the Intune list alone and is registered again is in both once more, in one history", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await enrolled(service)
    await shows(service, "Autopilot yes, Intune yes")
    await leave(service, notebook, "one-step")
    await shows(service, "Autopilot no, Intune yes")
    const { status } = await imported(service, csvOf(NOTEBOOK))
    assert.strictEqual(status.results[0].deviceId, notebook)
    await shows(service, "Autopilot yes, Intune yes")
    const { json } = await service.get(`/beta/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`)
    assert.strictEqual(json.managedDeviceId, await managedId(service))
    assert.strictEqual((await leave(service, notebook, "if-clear")).json.code, "deregistration-obstructed")
  })
})
