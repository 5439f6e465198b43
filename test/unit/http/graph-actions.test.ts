import { assert, describe, it } from "@effect/vitest"
import { aService, type Service } from "../../support/http-world.ts"
import { contosoWithDevices, enrolled } from "./stories.ts"

const DEVICES = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

const deviceOf = async (service: Service, id: string) => (await service.get(`${DEVICES}/${id}`)).json

const typesOf = async (service: Service, id: string): Promise<ReadonlyArray<string>> =>
  (await service.get(`/api/devices/${id}/history`)).json.map(({ type }: { type: string }) => type)

describe("updateDeviceProperties", () => {
  it("changes what is given and leaves the rest alone; a client reads at once what it wrote", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const action = `${DEVICES}/${notebook}/updateDeviceProperties`
    const first = await service.post(action, { groupTag: "sales", displayName: "SALES-01" })
    assert.deepStrictEqual([first.status, first.text], [204, ""])
    assert.include(await deviceOf(service, notebook), { groupTag: "sales", displayName: "SALES-01" })

    await service.post(action, { userPrincipalName: "ann@contoso.com", addressableUserName: "Ann" })
    assert.include(await deviceOf(service, notebook), {
      groupTag: "sales",
      displayName: "SALES-01",
      userPrincipalName: "ann@contoso.com",
    })

    await service.post(action, { groupTag: "", displayName: null, userPrincipalName: "" })
    assert.include(await deviceOf(service, notebook), {
      groupTag: null,
      displayName: null,
      userPrincipalName: null,
    })
  })

  it("reads what PowerShell sends: a capital letter, keys without quotation marks, a comma too many", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { status } = await service.call("POST", `${DEVICES}/${notebook}/UpdateDeviceProperties`, {
      body: '{ displayName: "PC1", groupTag: "T", }',
      headers: { "Content-Type": "application/json; charset=utf-8" },
    })
    assert.strictEqual(status, 204)
    assert.include(await deviceOf(service, notebook), { displayName: "PC1", groupTag: "T" })
  })

  it("reads what the Microsoft 365 CLI makes of that: the text as one JSON string", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const body = JSON.stringify('{ groupTag: "T" }')
    await service.call("POST", `${DEVICES}/${notebook}/updateDeviceProperties`, { body })
    assert.include(await deviceOf(service, notebook), { groupTag: "T" })
  })

  it("may name its namespace, and carry keys that nobody knows", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const action = `${DEVICES}/${notebook}/microsoft.graph.updateDeviceProperties`
    const { status } = await service.post(action, { "@odata.type": "#x", groupTag: "T", colour: "red" })
    assert.strictEqual(status, 204)
    assert.include(await deviceOf(service, notebook), { groupTag: "T" })
  })

  it.each([
    [{ displayName: "has blank" }, "displayName", "Expected a device name: 1 to 15 letters"],
    [{ displayName: "1234" }, "displayName", "Expected a device name"],
    [{ groupTag: 7 }, "groupTag", "Expected string"],
    [{ deviceAccountUpn: "room@contoso.com" }, "deviceAccountUpn", "Expected null"],
  ])("refuses %j, naming the property, and changes nothing", async (body, path, detail) => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const before = await typesOf(service, notebook)
    const { json, status } = await service.post(`${DEVICES}/${notebook}/updateDeviceProperties`, {
      ...body,
      userPrincipalName: "ann@contoso.com",
    })
    assert.strictEqual(status, 400)
    assert.include(JSON.parse(json.error.message).Message, `"${path}": ${detail}`)
    assert.deepStrictEqual(await typesOf(service, notebook), before)
  })

  it("is 404 for a device that the tenant does not have, with or without a body", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    for (const body of [{}, { groupTag: "T" }]) {
      const { json, status } = await service.post(`${DEVICES}/none/updateDeviceProperties`, body)
      assert.strictEqual(status, 404)
      assert.strictEqual(JSON.parse(json.error.message).CustomApiErrorPhrase, "device-not-registered (807)")
    }
  })

  it("under one key has one effect", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const action = `${DEVICES}/${notebook}/updateDeviceProperties`
    const key = { "Idempotency-Key": "k1" }
    const first = await service.post(action, { groupTag: "a" }, key)
    await service.post(action, { groupTag: "b" })
    const again = await service.post(action, { groupTag: "a" }, key)
    assert.strictEqual(again.headers.get("etag"), first.headers.get("etag"), "the first answer again")
    assert.include(await deviceOf(service, notebook), { groupTag: "b" })

    const other = await service.post(action, { groupTag: "c" }, key)
    assert.strictEqual(other.status, 400)
    assert.include(other.json.error.message, "idempotency-key-reused")
  })
})

describe("the user of a device", () => {
  it("is assigned and taken away; the POST without a body may call itself a form", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const assigned = await service.post(`${DEVICES}/${notebook}/assignUserToDevice`, {
      userPrincipalName: "Ann@Contoso.com",
      addressableUserName: "Ann",
    })
    assert.strictEqual(assigned.status, 204)
    assert.include(await deviceOf(service, notebook), { userPrincipalName: "ann@contoso.com" })

    const taken = await service.call("POST", `${DEVICES}/${notebook}/unassignUserFromDevice`, {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    })
    assert.strictEqual(taken.status, 204)
    assert.include(await deviceOf(service, notebook), { userPrincipalName: null })
  })

  it("has to have the form of a user principal name", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { json, status } = await service.post(`${DEVICES}/${notebook}/assignUserToDevice`, {
      userPrincipalName: "ann",
    })
    assert.strictEqual(status, 400)
    assert.match(JSON.parse(json.error.message).Message, /^"ann" is not a user principal name\. Write it as/)
  })
})

describe("DELETE", () => {
  it("deregisters a device: it leaves the list, its history stays", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    assert.strictEqual((await service.call("DELETE", `${DEVICES}/${notebook}`)).status, 204)
    assert.strictEqual((await service.get(`${DEVICES}/${notebook}`)).status, 404)
    assert.strictEqual((await typesOf(service, notebook)).at(-1), "DeviceDeregistered")
    assert.strictEqual((await service.call("DELETE", `${DEVICES}/${notebook}`)).status, 404)
  })
})

describe("a managed device", () => {
  const MANAGED = "/v1.0/deviceManagement/managedDevices"

  const managedId = async (service: Service): Promise<string> => {
    const { last } = await enrolled(service)
    const wait = { Prefer: "wait=5", "Flightlog-Position": last.headers.get("flightlog-position") ?? "" }
    return (await service.get(MANAGED, wait)).json.value[0].id
  }

  it.each([
    ["DELETE", ""],
    ["POST", "/retire"],
    ["POST", "/wipe"],
  ])("leaves the list by %s %s; its registration stays", async (method, action) => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const id = await managedId(service)
    const { status } = await service.call(method, `${MANAGED}/${id}${action}`, {
      body: method === "POST" ? "{ keepUserData: false, }" : null,
    })
    assert.strictEqual(status, 204)
    assert.deepStrictEqual((await service.get(MANAGED)).json.value, [])
    assert.strictEqual((await deviceOf(service, notebook)).id, notebook)
    assert.include((await typesOf(service, notebook)).slice(-3), "IntuneRecordRemoved")
    assert.strictEqual((await service.call(method, `${MANAGED}/${id}${action}`)).status, 404)
  })

  it("stays when its registration is deleted: that can be done alone", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const id = await managedId(service)
    assert.strictEqual((await service.call("DELETE", `${DEVICES}/${notebook}`)).status, 204)
    assert.strictEqual((await service.get(`${MANAGED}/${id}`)).status, 200)
  })
})

describe("allowNextEnrollment", () => {
  it("is there in beta, and changes nothing where nothing blocks the device", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const before = await typesOf(service, notebook)
    assert.strictEqual((await service.post(`${DEVICES}/${notebook}/allowNextEnrollment`)).status, 204)
    assert.deepStrictEqual(await typesOf(service, notebook), before)
    const inV1 = `${DEVICES.replace("beta", "v1.0")}/${notebook}/allowNextEnrollment`
    assert.strictEqual((await service.post(inV1)).status, 400)
  })
})

describe("what is not there", () => {
  it("another method is 405 and says which are", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { headers, json, status } = await service.call("PUT", `${DEVICES}/${notebook}`)
    assert.strictEqual(status, 405)
    assert.strictEqual(headers.get("allow"), "GET, DELETE")
    assert.strictEqual(json.error.message, "PUT is not done here. Here it is GET or DELETE.")
  })

  it("an action that nobody knows is named as the segment", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { json, status } = await service.post(`${DEVICES}/${notebook}/sing`)
    assert.strictEqual(status, 400)
    assert.match(json.error.message, /^Resource not found for the segment 'sing'\./)
  })
})
