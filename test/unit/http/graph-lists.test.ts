import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, contosoWithDevices, csvOf, enrolled, imported } from "./stories.ts"

const DEVICES = "/deviceManagement/windowsAutopilotDeviceIdentities"

const serials = (list: { readonly value: ReadonlyArray<{ readonly serialNumber: string }> }) =>
  list.value.map(({ serialNumber }) => serialNumber)

describe("the Autopilot device list", () => {
  it("has every registered device in the shape of its version", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { headers, json } = await service.get(`/v1.0${DEVICES}`)
    assert.strictEqual(
      json["@odata.context"],
      "http://localhost/v1.0/$metadata#deviceManagement/windowsAutopilotDeviceIdentities",
    )
    assert.deepStrictEqual(serials(json), [NOTEBOOK.serialNumber, NEIGHBOUR.serialNumber])
    assert.strictEqual(Object.keys(json.value[0]).length, 17, "id and the 16 properties of v1.0")
    assert.notProperty(json.value[0], "deploymentProfileAssignmentStatus")
    assert.strictEqual(json.value[0].lastContactedDateTime, "0001-01-01T00:00:00Z", "never null")
    assert.strictEqual(headers.get("odata-version"), "4.0")

    const beta = (await service.get(`/beta${DEVICES}`)).json
    assert.strictEqual(Object.keys(beta.value[0]).length, 27, "id and the 26 properties of beta")
    assert.strictEqual(beta.value[0].deploymentProfileAssignmentDetailedStatus, "none")
  })

  it("is given page by page, and every next link leads on until there is none", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const first = (await service.get(`/beta${DEVICES}?$top=1&$count=true`)).json
    assert.strictEqual(first["@odata.count"], 2)
    assert.deepStrictEqual(serials(first), [NOTEBOOK.serialNumber])
    assert.strictEqual(first["@odata.nextLink"], `http://localhost/beta${DEVICES}?$top=1&$count=true&$skip=1`)

    const second = (await service.get(first["@odata.nextLink"].replace("http://localhost", ""))).json
    assert.deepStrictEqual(serials(second), [NEIGHBOUR.serialNumber])
    assert.notProperty(second, "@odata.nextLink")
  })

  it("counts only when asked, and an empty page ends the list", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    assert.notProperty((await service.get(`/beta${DEVICES}`)).json, "@odata.count")
    const none = (await service.get(`/beta${DEVICES}?$top=0&$count=true`)).json
    assert.deepStrictEqual([none.value, none["@odata.count"], none["@odata.nextLink"]], [[], 2, undefined])
    assert.deepStrictEqual((await service.get(`/beta${DEVICES}?$skip=5`)).json.value, [])
  })

  it("gives one device by its id, and 404 for an id that the tenant does not have", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { json } = await service.get(`/v1.0${DEVICES}/${notebook}`)
    assert.include(json, { id: notebook, serialNumber: NOTEBOOK.serialNumber })
    assert.strictEqual(
      json["@odata.context"],
      "http://localhost/v1.0/$metadata#deviceManagement/windowsAutopilotDeviceIdentities/$entity",
    )
    const missing = await service.get(`/v1.0${DEVICES}/no-such-id`)
    assert.strictEqual(missing.status, 404)
    assert.strictEqual(missing.json.error.code, "ResourceNotFound")
  })

  it("is one tenant's: another tenant's devices are not in it, not even by id", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await service.post("/api/tenants", { name: "Fabrikam" })
    const asFabrikam = { "Flightlog-Tenant": "Fabrikam" }
    assert.deepStrictEqual((await service.get(`/beta${DEVICES}`, asFabrikam)).json.value, [])
    assert.strictEqual((await service.get(`/beta${DEVICES}/${notebook}`, asFabrikam)).status, 404)
  })
})

describe("the managed device list", () => {
  it("is empty until a licensed user has signed in and the device has enrolled", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const before = (await service.get("/v1.0/deviceManagement/managedDevices")).json
    assert.deepStrictEqual([before.value, before["@odata.count"]], [[], 0], "counted unasked")

    const { last } = await enrolled(service)
    const headers = {
      Prefer: "wait=5",
      "Flightlog-Position": last.headers.get("flightlog-position") ?? "",
    }
    const after = (await service.get("/v1.0/deviceManagement/managedDevices", headers)).json
    assert.deepStrictEqual(serials(after), [NOTEBOOK.serialNumber])
    assert.include(after.value[0], {
      userPrincipalName: "ann@contoso.com",
      deviceEnrollmentType: "windowsAzureADJoin",
      managedDeviceOwnerType: "company",
    })
    assert.notProperty(after.value[0], "autopilotEnrolled", "a property of beta")

    const { id } = after.value[0]
    const beta = (await service.get(`/beta/deviceManagement/managedDevices/${id}`)).json
    assert.include(beta, { id, autopilotEnrolled: true, ownerType: "company", joinType: "azureADJoined" })
  })
})

describe("the deployments report", () => {
  it("has one entry an attempt, in beta only, as in Graph", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { last } = await enrolled(service)
    const headers = {
      Prefer: "wait=5",
      "Flightlog-Position": last.headers.get("flightlog-position") ?? "",
    }
    const { json } = await service.get("/beta/deviceManagement/autopilotEvents", headers)
    assert.strictEqual(json.value.length, 1)
    assert.include(json.value[0], {
      deviceSerialNumber: NOTEBOOK.serialNumber,
      windowsAutopilotDeploymentProfileDisplayName: "default",
      deploymentState: "inProgress",
    })
    const inV1 = await service.get("/v1.0/deviceManagement/autopilotEvents")
    assert.strictEqual(inV1.status, 400)
    assert.match(inV1.json.error.message, /^Resource not found for the segment 'autopilotEvents'\./)
  })
})

describe("what is not supported of OData", () => {
  it.each([
    ["$filter=serialNumber eq 'x'", "The query option '$filter' is not supported here."],
    ["%24Select=id", "The query option '$select' is not supported here."],
    ["$skiptoken=abc", "The query option '$skiptoken' is not supported here."],
    ["$top=-1", `The query option '$top' is "-1".`],
    ["$top=ten", `The query option '$top' is "ten".`],
    ["$count=yes", `The query option '$count' is "yes".`],
    ["$top=1&%24TOP=2", `The query has "$top" more than once.`],
  ])("%s is refused and named", async (query, message) => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.get(`/v1.0${DEVICES}?${query}`)
    assert.strictEqual(status, 400)
    assert.strictEqual(json.error.code, "BadRequest")
    assert.isTrue(json.error.message.startsWith(message), json.error.message)
  })

  it("custom options without a dollar sign are left alone", async () => {
    await using service = aService()
    await contoso(service)
    assert.strictEqual((await service.get(`/v1.0${DEVICES}?trace=1`)).status, 200)
  })
})

describe("an error of the Graph face", () => {
  it("has Graph's shape, with the ids by which both sides name the request", async () => {
    await using service = aService()
    await contoso(service)
    const own = { "client-request-id": "11111111-2222-4333-8444-555555555555" }
    const { headers, json } = await service.get(`/v1.0${DEVICES}/none`, own)
    const { code, innerError, message } = json.error
    assert.strictEqual(code, "ResourceNotFound")
    assert.deepStrictEqual(Object.keys(innerError), ["date", "request-id", "client-request-id"])
    assert.match(innerError.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    assert.strictEqual(innerError["request-id"], headers.get("request-id"))
    assert.strictEqual(innerError["client-request-id"], own["client-request-id"])
    assert.strictEqual(headers.get("client-request-id"), own["client-request-id"])

    const inner = JSON.parse(message)
    assert.match(
      inner.Message,
      /^There is no windowsAutopilotDeviceIdentity with the id "none" in this tenant\. List the collection/,
    )
    assert.strictEqual(inner.CustomApiErrorPhrase, "resource-not-found")
  })
})

describe("what Graph clients write in their own way", () => {
  it.each([
    "/v1.0/DeviceManagement/WindowsAutopilotDeviceIdentities",
    "/V1.0/devicemanagement/windowsautopilotdeviceidentities/",
    "/beta/deviceManagement/windowsAutopilotDeviceIdentities/?%24top=5&%24count=true",
    "/beta/deviceManagement/windowsAutopilotDeviceIdentities?$top=5+",
  ])("%s", async (path) => {
    await using service = aService()
    await contoso(service)
    await imported(service, csvOf(NOTEBOOK))
    const { json, status } = await service.get(path.replace("+", ""))
    assert.strictEqual(status, 200)
    assert.strictEqual(json.value.length, 1)
  })

  it("a key in parentheses", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { json } = await service.get(`/beta${DEVICES}('${notebook.toUpperCase()}')`)
    assert.strictEqual(json.id, notebook)
  })
})
