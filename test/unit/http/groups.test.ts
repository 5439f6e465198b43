import { expect, test } from "vitest"
import { aService, type Service } from "../../support/http-world.ts"
import { after, contosoWithDevices } from "./stories.ts"

const names = async (service: Service, group: string) =>
  (await service.get(`/v1.0/groups/${group}/members`)).json.value.map(
    ({ displayName }: { readonly displayName: string }) => displayName,
  )

test("a group is created, gets members and loses them, and tells who is in it", async () => {
  await using service = aService()
  const { notebook } = await contosoWithDevices(service)
  const created = await service.post("/api/groups", { name: "kiosks", description: "In the lobby" })
  expect(created.status).toBe(201)
  expect((await service.post("/api/groups/kiosks/members", { deviceId: notebook })).status).toBe(204)
  const ann = await service.post("/api/groups/kiosks/members", { userPrincipalName: "ann@contoso.com" })
  const shown = await service.get("/api/groups/kiosks", after(ann))
  expect(shown.json).toMatchObject({ id: created.json.id, name: "kiosks", devices: 1, users: 1 })
  expect(shown.json.members.map(({ kind, name }: Record<string, string>) => [kind, name])).toEqual([
    ["device", expect.any(String)],
    ["user", "ann@contoso.com"],
  ])
  const gone = await service.call("DELETE", `/api/groups/kiosks/members/${notebook}`)
  const listed = await service.get("/api/groups", after(gone))
  expect(listed.json).toMatchObject([{ name: "kiosks", devices: 0, users: 1 }])
  const unknown = await service.get("/api/groups/nobody")
  expect(unknown.json).toMatchObject({ status: 404, code: "group-unknown" })
  const ruled = await service.post("/api/groups", { name: "x", membershipRule: "user.department -eq 1" })
  expect(ruled.json).toMatchObject({ status: 400, code: "membership-rule-invalid" })
})

test("a device that is deregistered is in no list of members any more", async () => {
  await using service = aService()
  const { neighbour, notebook } = await contosoWithDevices(service)
  await service.post("/api/groups", { name: "kiosks" })
  for (const deviceId of [notebook, neighbour]) await service.post("/api/groups/kiosks/members", { deviceId })
  const left = await service.post(`/api/devices/${notebook}/deregister`, { reason: "sold" })
  expect(left.status).toBe(200)
  const shown = await service.get("/api/groups/kiosks", after(left))
  expect(shown.json).toMatchObject({ devices: 1, members: [{ kind: "device", id: neighbour }] })
})

test("a client of Graph finds a group by its name, and adds and removes a device by its directory object", async () => {
  await using service = aService()
  const { notebook } = await contosoWithDevices(service)
  const created = await service.post("/api/groups", { name: "kiosks" })
  await service.get("/api/groups", after(created))
  const found = await service.get(`/v1.0/groups?$filter=${encodeURIComponent("DisplayName eq 'kiosks'")}`)
  expect(found.json.value).toMatchObject([{ id: created.json.id, displayName: "kiosks", groupTypes: [] }])
  const { id } = created.json
  const device = (await service.get(`/beta/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`))
    .json
  const reference = {
    "@odata.id": `https://graph/v1.0/directoryObjects/${device.azureActiveDirectoryDeviceId}`,
  }
  expect((await service.post(`/v1.0/groups/${id}/members/$ref`, reference)).status).toBe(204)
  expect(await names(service, id)).toEqual([device.serialNumber])
  const removed = await service.call("DELETE", `/v1.0/groups/${id}/members/${notebook}/$ref`)
  expect(`${removed.status} ${removed.text}`).toBe("204 ")
  expect(await names(service, id)).toEqual([])
  const refused = await service.post(`/v1.0/groups/${id}/members/$ref`, { "@odata.id": "nobody" })
  expect(refused.status).toBe(400)
  expect((await service.get("/v1.0/groups?$filter=owner eq 'x'")).status).toBe(400)
})

test("a client of Graph reads the groups and the members of a group page by page", async () => {
  await using service = aService()
  const { neighbour, notebook } = await contosoWithDevices(service)
  await service.post("/api/groups", { name: "emea" })
  const { id } = (await service.post("/api/groups", { name: "kiosks" })).json
  await service.post("/api/groups/kiosks/members", { deviceId: notebook })
  const last = await service.post("/api/groups/kiosks/members", { deviceId: neighbour })
  const whole = (await service.get(`/v1.0/groups/${id}/members`, after(last))).json
  expect(whole).not.toHaveProperty("@odata.nextLink")
  for (const [path, all] of [
    [`/v1.0/groups/${id}/members`, whole.value],
    ["/v1.0/groups", (await service.get("/v1.0/groups")).json.value],
  ]) {
    const first = (await service.get(`${path}?$top=1&$count=true`)).json
    expect([first["@odata.count"], first.value]).toEqual([2, all.slice(0, 1)])
    const rest = (await service.get(first["@odata.nextLink"].replace("http://localhost", ""))).json
    expect([rest.value, rest["@odata.nextLink"]]).toEqual([all.slice(1), undefined])
  }
})

test("a group by a rule has its members page by page as well", async () => {
  await using service = aService()
  await contosoWithDevices(service)
  const membershipRule = '(device.devicePhysicalIds -any (_ -contains "[ZTDId]"))'
  const made = await service.post("/api/groups", { name: "all", membershipRule })
  const { id } = made.json
  const [one, other] = (await service.get(`/v1.0/groups/${id}/members`, after(made))).json.value
  expect((await service.get(`/v1.0/groups/${id}/members?$skip=1&$count=true`)).json).toMatchObject({
    "@odata.count": 2,
    value: [other],
  })
  expect((await service.get(`/v1.0/groups/${id}/members?$top=1`)).json.value).toEqual([one])
})

test("an id that is no GUID, and one that another group has, are refused", async () => {
  await using service = aService()
  await contosoWithDevices(service)
  const id = "7D1B2A60-1F0E-4B6E-9C55-000000000001"
  const words = await service.post("/api/groups", { name: "kiosks", id: "all-kiosks" })
  expect(words.json).toMatchObject({ status: 400, code: "group-id-invalid" })
  expect((await service.post("/api/groups", { name: "kiosks", id })).json).toEqual({ id: id.toLowerCase() })
  const taken = await service.post("/api/groups", { name: "labs", id })
  expect(taken.json).toMatchObject({ status: 409, code: "group-exists" })
  expect(taken.json.detail).toBe(
    'There is a group "kiosks" already, and its name or its rule is another one.',
  )
})
