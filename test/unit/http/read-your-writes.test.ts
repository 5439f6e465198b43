import { assert, describe, it } from "@effect/vitest"
import { EventStore } from "#workflows/ports"
import { aService } from "../../support/http-world.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { contoso, contosoWithDevices, csvOf } from "./stories.ts"

const SALES = `dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
assign: { groupTags: [sales] }
`

const names = (list: ReadonlyArray<{ readonly name: string }>) => list.map(({ name }) => name)

describe("a read that wants to see a write", () => {
  it("waits for its position, and says that it did; one that does not is answered with what there is", async () => {
    await using service = aService({ late: 100 })
    await contoso(service)
    const written = await service.call("POST", "/api/profiles", { body: SALES })
    const position = written.headers.get("flightlog-position") ?? ""
    const hasty = await service.get("/api/profiles")
    assert.notInclude(names(hasty.json), "sales")
    const read = await service.get("/api/profiles", { Prefer: "wait=5", "Flightlog-Position": position })
    assert.strictEqual(read.headers.get("preference-applied"), "wait=5")
    assert.include(names(read.json), "sales")
  })

  it("is told to come again when the lists do not get there in time", async () => {
    await using service = aService({ late: 300 })
    await contoso(service)
    const written = await service.call("POST", "/api/profiles", { body: SALES })
    const { headers, json, status } = await service.get("/api/profiles", {
      Prefer: "wait=0",
      "Flightlog-Position": written.headers.get("flightlog-position") ?? "",
    })
    assert.deepStrictEqual([status, json.code, headers.get("retry-after")], [503, "service-unavailable", "1"])
    assert.match(json.detail, /^The read models did not reach position \w+ within 0 ms: /)
  })

  it("understands the preference beside others, and waits half a minute at most", async () => {
    await using service = aService()
    await contoso(service)
    const { headers } = await service.call("POST", "/api/users/ann@contoso.com/licences", {})
    const position = headers.get("flightlog-position") ?? ""
    const read = await service.get("/api/profiles", {
      Prefer: 'respond-async, wait="3600"; x=y',
      "Flightlog-Position": position,
    })
    assert.strictEqual(read.headers.get("preference-applied"), "wait=30")
  })

  it("of a position that the log has not come to is refused at once", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.get("/api/profiles", {
      Prefer: "wait=5",
      "Flightlog-Position": "z9",
    })
    assert.deepStrictEqual([status, json.code], [400, "position-unknown"])
    assert.strictEqual(json.detail, 'The log has not come to the position "z9".')
  })

  it("is refused at once while an event stops a list that it may draw on, and told which", async () => {
    await using service = aService()
    await contoso(service)
    const poison = anEvent({ type: "TenantCreated", payload: { data: { name: 5 }, salt: "" } })
    const { position } = await service.runtime.runPromise(
      EventStore.use((store) => store.append("tenant-poisoned", "no-stream", [poison])),
    )
    const waiting = { Prefer: "wait=30", "Flightlog-Position": position }
    const { json, status } = await service.get("/api/profiles", waiting)
    assert.deepStrictEqual([status, json.code], [503, "service-unavailable"])
    assert.include(
      json.detail,
      `The projection "tenants" stopped at the event "TenantCreated" at position ${position}`,
    )
    assert.strictEqual((await service.get("/api/profiles")).status, 200)
  })

  it("does not wait unasked", async () => {
    await using service = aService()
    await contoso(service)
    const read = await service.get("/api/profiles", { "Flightlog-Position": "z9" })
    assert.deepStrictEqual([read.status, read.headers.get("preference-applied")], [200, null])
  })
})

describe("who reads at once what was written", () => {
  it("finds a new tenant by name, and an import by its id, however late the lists are", async () => {
    await using service = aService({ late: 50 })
    await service.post("/api/tenants", { name: "Contoso" })
    const user = { userPrincipalName: "ann@contoso.example" }
    assert.strictEqual(
      (await service.post("/api/users", user, { "Flightlog-Tenant": "contoso" })).status,
      201,
    )
    const submitted = await service.call("POST", "/api/imports", { body: csvOf(NOTEBOOK) })
    assert.strictEqual((await service.get(submitted.headers.get("location") ?? "")).status, 200)
  })

  it("with a client of Graph, which has no word for waiting, sees it", async () => {
    await using service = aService({ late: 20 })
    const { notebook } = await contosoWithDevices(service)
    const device = `/beta/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}`
    await service.post(`${device}/updateDeviceProperties`, { groupTag: "T" })
    assert.include((await service.get(device)).json, { groupTag: "T" })
  })
})
