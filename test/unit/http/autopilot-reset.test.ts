import { assert, describe, it } from "@effect/vitest"
import { aService, type Service } from "../../support/http-world.ts"
import { contosoWithDevices, enrolled, until } from "./stories.ts"

const GRAPH = "/beta/deviceManagement"

const managed = async (service: Service) => (await service.get(`${GRAPH}/managedDevices`)).json.value[0]
const report = async (service: Service) => (await service.get(`${GRAPH}/autopilotEvents`)).json.value

/** Ann's notebook, in use. */
const inUse = async (service: Service) => {
  const { notebook } = await contosoWithDevices(service)
  const device = await enrolled(service)
  for (const phase of ["devicePreparation", "deviceSetup", "accountSetup"])
    await device.report("esp-phase", { phase, targeted: [] })
  const before = await until(
    () => managed(service),
    (one) => one?.userPrincipalName === "ann@contoso.com",
  )
  return { ...device, notebook, before }
}

describe("an Autopilot Reset over HTTP", () => {
  it("keeps the Intune entry, takes its primary user away, and makes no new row in the report", async () => {
    await using service = aService()
    const device = await inUse(service)
    const begun = await service.post(`/api/devices/${device.notebook}/autopilot-reset`, {})
    assert.strictEqual(begun.status, 204)
    const between = await until(
      () => managed(service),
      ({ userPrincipalName }) => userPrincipalName !== "ann@contoso.com",
    )
    assert.strictEqual(between.id, device.before.id)
    const ended = { state: "completed", userPrincipalName: "bob@contoso.com" }
    assert.strictEqual((await device.report("autopilot-reset", ended)).status, 200)
    const after = await until(
      () => managed(service),
      ({ userPrincipalName }) => userPrincipalName === "bob@contoso.com",
    )
    assert.deepStrictEqual(
      [after.id, after.azureADDeviceId, after.enrolledDateTime],
      [device.before.id, device.before.azureADDeviceId, device.before.enrolledDateTime],
    )
    assert.lengthOf(await report(service), 1)
    assert.strictEqual((await device.report("autopilot-reset", ended)).json.code, "out-of-order")
  })

  it("is no action of Microsoft Graph, which documents none", async () => {
    await using service = aService()
    const { before } = await inUse(service)
    const asked = await service.post(`${GRAPH}/managedDevices/${before.id}/autopilotReset`, {})
    // Graph answers so to a segment that it does not know.
    assert.strictEqual(asked.status, 400)
  })
})

describe("a wipe over Microsoft Graph", () => {
  it("ends the Intune entry; the registration stays, and the next setup has an entry and a row of its own", async () => {
    await using service = aService()
    const { before } = await inUse(service)
    assert.strictEqual((await service.post(`${GRAPH}/managedDevices/${before.id}/wipe`, {})).status, 204)
    assert.isUndefined(await managed(service))
    await enrolled(service)
    const after = await until(
      () => managed(service),
      (one) => one !== undefined,
    )
    assert.notStrictEqual(after.id, before.id)
    assert.strictEqual(after.azureADDeviceId, before.azureADDeviceId)
    assert.lengthOf(
      await until(
        () => report(service),
        ({ length }) => length > 1,
      ),
      2,
    )
  })
})
