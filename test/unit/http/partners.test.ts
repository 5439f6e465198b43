import { assert, describe, it } from "@effect/vitest"
import type { MachineSpec } from "#domain/hardware"
import { aService, type Service } from "../../support/http-world.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, csvOf, hashOf, imported } from "./stories.ts"

const GLOBAL = { "Flightlog-Role": "global-administrator" }
const as = (partner: string) => ({ "Flightlog-Partner": partner, "Flightlog-Tenant": "Contoso" })
const UNTIL = "2040-01-01T00:00:00.000Z"

const ask = async (service: Service, partner: string, kind: string, more: object = {}) => {
  const scope = { acts: ["register", "deregister"] }
  const { json } = await service.post(
    "/api/partner-authorizations",
    { name: "Northwind Traders", kind, scope, until: UNTIL, ...more },
    as(partner),
  )
  return json.authorizationId as string
}

const granted = async (service: Service, partner: string, kind: string, more: object = {}) => {
  const id = await ask(service, partner, kind, more)
  await service.post(`/api/partner-authorizations/${id}/grant`, {}, GLOBAL)
  return id
}

const byTuple = ({ manufacturer, model, serialNumber }: MachineSpec) => ({
  manufacturer,
  model,
  serialNumber,
})

const PARTNERS = "Device serial number,Windows product ID,Hardware hash,Manufacturer name,Device model"

/** What a partner did, up to a write. */
const actsAfter = async (service: Service, { headers }: { readonly headers: Headers }) => {
  const waiting = { Prefer: "wait=5", "Flightlog-Position": headers.get("flightlog-position") ?? "" }
  return (await service.get("/api/partners/northwind/acts", waiting)).json
}

const ofDevice = async (service: Service, deviceId: string) =>
  (await service.get(`/api/devices/${deviceId}/history`)).json

describe("an authorization", () => {
  it("is asked for by a partner, granted by a Global Administrator, and listed with who answered when", async () => {
    await using service = aService()
    await contoso(service)
    const id = await ask(service, "northwind", "direct-csp")
    const refused = await service.post(`/api/partner-authorizations/${id}/grant`, {})
    assert.deepStrictEqual([refused.status, refused.json.code], [403, "global-administrator-required"])
    const answer = await service.post(
      `/api/partner-authorizations/${id}/grant`,
      { scope: { acts: ["register"], groupTags: ["sales"] } },
      GLOBAL,
    )
    assert.deepInclude(answer.json, {
      authorizationId: id,
      partnerId: "northwind",
      partnerName: "Northwind Traders",
      kind: "direct-csp",
      scope: { acts: ["register"], groupTags: ["sales"] },
      until: UNTIL,
      status: "granted",
      answeredByName: "http",
    })
    assert.deepStrictEqual((await service.get("/api/partner-authorizations")).json, [answer.json])
  })

  it("may be refused or revoked with a reason, and is over then", async () => {
    await using service = aService()
    await contoso(service)
    const [first, second] = [
      await ask(service, "northwind", "direct-csp"),
      await granted(service, "tailspin", "oem"),
    ]
    const refused = await service.post(`/api/partner-authorizations/${first}/refuse`, {
      reason: "unknown to us",
    })
    assert.include(refused.json, { status: "refused", reason: "unknown to us" })
    const revoked = await service.post(`/api/partner-authorizations/${second}/revoke`, {
      reason: "contract ended",
    })
    assert.include(revoked.json, { status: "revoked", reason: "contract ended" })
    const late = await service.post(`/api/partner-authorizations/${first}/grant`, {}, GLOBAL)
    assert.deepStrictEqual([late.status, late.json.code], [409, "authorization-over"])
  })

  it("cannot be wider than what was asked for, and one of another tenant is unknown", async () => {
    await using service = aService()
    await contoso(service)
    const id = await ask(service, "northwind", "direct-csp", {
      scope: { acts: ["register"], groupTags: ["sales"] },
    })
    const wider = await service.post(
      `/api/partner-authorizations/${id}/grant`,
      { scope: { acts: ["register"] } },
      GLOBAL,
    )
    assert.deepStrictEqual([wider.status, wider.json.code], [422, "wider-than-requested"])
    await service.post("/api/tenants", { name: "Fabrikam" })
    const fabrikam = { "Flightlog-Tenant": "Fabrikam" }
    const foreign = await service.post(
      `/api/partner-authorizations/${id}/grant`,
      {},
      { ...GLOBAL, ...fabrikam },
    )
    assert.deepStrictEqual([foreign.status, foreign.json.code], [404, "authorization-unknown"])
    assert.deepStrictEqual((await service.get("/api/partner-authorizations", fabrikam)).json, [])
  })

  it("that is asked for again takes the open request back; a new grant replaces the old", async () => {
    await using service = aService()
    await contoso(service)
    await ask(service, "northwind", "direct-csp")
    await granted(service, "northwind", "direct-csp")
    await granted(service, "northwind", "direct-csp")
    const { json } = await service.get("/api/partner-authorizations")
    assert.sameMembers(
      json.map(({ status }: { status: string }) => status),
      ["withdrawn", "replaced", "granted"],
    )
  })
})

describe("a partner", () => {
  it("registers under its grant, and the tenant sees every act with the grant's id, also after it was revoked", async () => {
    await using service = aService()
    await contoso(service)
    const authorizationId = await granted(service, "northwind", "direct-csp")
    const one = await service.post(
      "/api/devices",
      { hash: hashOf(NOTEBOOK), groupTag: "sales" },
      as("northwind"),
    )
    assert.strictEqual(one.status, 201)
    assert.include(one.json, { method: "csp", identifiedBy: "hash", authorizationId })
    const gone = await service.post(
      `/api/devices/${one.json.deviceId}/deregister`,
      { reason: "returned" },
      as("northwind"),
    )
    assert.deepStrictEqual(gone.json.events, ["DeregistrationStarted", "DeviceDeregistered"])
    const revoked = await service.post(`/api/partner-authorizations/${authorizationId}/revoke`, {
      reason: "over",
    })
    const late = await service.post("/api/devices", { hash: hashOf(NEIGHBOUR) }, as("northwind"))
    assert.deepStrictEqual([late.status, late.json.code], [403, "partner-not-authorized"])
    const acts = await actsAfter(service, revoked)
    const same = { partnerId: "northwind", holderId: "northwind", authorizationId }
    assert.deepStrictEqual(
      acts.map(({ act, deviceId, reason, serialNumber, ...by }: Record<string, string>) => {
        assert.include(by, same)
        return [act, deviceId, serialNumber, reason]
      }),
      [
        ["deregistered", one.json.deviceId, NOTEBOOK.serialNumber, "returned"],
        ["registered", one.json.deviceId, NOTEBOOK.serialNumber, null],
        ["requested", null, null, null],
      ],
    )
  })

  it("who is the indirect provider acts through its reseller, whose acts these are too", async () => {
    await using service = aService()
    await contoso(service)
    const id = await granted(service, "northwind", "indirect-reseller", { providers: ["adatum"] })
    const alone = await service.post("/api/devices", { hash: hashOf(NOTEBOOK) }, as("adatum"))
    assert.strictEqual(alone.json.code, "partner-not-authorized")
    const through = await service.post(
      "/api/devices",
      { hash: hashOf(NOTEBOOK) },
      as("adatum;through=northwind"),
    )
    assert.include(through.json, { method: "csp", authorizationId: id })
    const [act] = await actsAfter(service, through)
    assert.include(act, { act: "registered", partnerId: "adatum", holderId: "northwind" })
    const byApi = await service.post("/api/devices", { hash: hashOf(NEIGHBOUR) }, as("northwind"))
    assert.strictEqual(byApi.json.code, "channel-not-allowed")
    await service.post(`/api/partner-authorizations/${id}/revoke`, { reason: "over" })
    const after = await service.post(
      "/api/devices",
      { hash: hashOf(NEIGHBOUR) },
      as("adatum;through=northwind"),
    )
    assert.strictEqual(after.json.code, "partner-not-authorized")
  })

  it("who is a reseller sends a file; each row is registered under the grant, with its file and line", async () => {
    await using service = aService()
    await contoso(service)
    const id = await granted(service, "northwind", "indirect-reseller", {
      providers: ["adatum"],
      scope: { acts: ["register"], groupTags: ["sales"] },
    })
    await service.call("POST", "/api/build-reports", {
      body: csvOf(NEIGHBOUR),
      headers: { "Flightlog-Partner": "fabrikam;kind=oem" },
    })
    const file = [
      `${PARTNERS},Group tag`,
      `,,${hashOf(NOTEBOOK)},,,sales`,
      `,${NEIGHBOUR.productKeyId},,,,sales`,
      `X1,,,Contoso,Book,lab`,
    ].join("\r\n")
    const headers = { ...as("northwind"), "Idempotency-Key": "order-7" }
    const { results } = (await imported(service, file, headers)).status
    assert.deepStrictEqual(
      results.map(({ accepted, name, serialNumber }: Record<string, string>) => [
        accepted,
        serialNumber,
        name,
      ]),
      [
        [true, NOTEBOOK.serialNumber, null],
        [true, NEIGHBOUR.serialNumber, null],
        [false, "X1", "partner-group-tag-not-granted"],
      ],
    )
    const [registered, associated] = await ofDevice(service, results[1].deviceId)
    assert.deepInclude(registered.data, {
      method: "reseller",
      identifiedBy: "pkid",
      import: { importId: "northwind:order-7", line: 3 },
    })
    assert.strictEqual(registered.data.known.by.id, "fabrikam")
    assert.strictEqual(registered.data.authorization.id, id)
    assert.deepStrictEqual(associated.actor, { kind: "partner", id: "northwind", name: null })
    // The tenant sees the file as one of its imports, its provider does not.
    assert.strictEqual((await service.get("/api/imports")).json[0].importId, "northwind:order-7")
    const others = await service.get("/api/imports/northwind:order-7", as("adatum"))
    assert.strictEqual(others.status, 404)
    const acts = (await service.get("/api/partners/northwind/acts")).json
    assert.deepStrictEqual(
      acts.map(({ act, line }: { act: string; line: number }) => [act, line]).toSorted(),
      [
        ["registered", 2],
        ["registered", 3],
        ["requested", null],
        ["sent a file", null],
      ],
    )
    const provider = (await imported(service, file, as("adatum;through=northwind"))).status
    assert.deepStrictEqual(
      provider.results.map(({ name }: { name: string }) => name),
      ["channel-not-allowed", "channel-not-allowed", "partner-group-tag-not-granted"],
    )
  })

  it("without a grant stores nothing: no file, no device", async () => {
    await using service = aService()
    await contoso(service)
    const headers = as("northwind")
    const { json, status } = await service.call("POST", "/api/imports", { body: csvOf(NOTEBOOK), headers })
    assert.deepStrictEqual([status, json.code], [403, "partner-not-authorized"])
    assert.deepStrictEqual((await service.get("/api/imports")).json, [])
  })

  it.each([
    ["GET", "/v1.0/deviceManagement/windowsAutopilotDeviceIdentities"],
    ["GET", "/api/tenants"],
    ["GET", "/api/partner-authorizations"],
    ["POST", "/api/users"],
  ])("is let in nowhere else: %s %s", async (method, path) => {
    await using service = aService()
    await contoso(service)
    const body = method === "GET" ? {} : { body: JSON.stringify({ userPrincipalName: "x@contoso.com" }) }
    const headers = { "Content-Type": "application/json", ...as("northwind") }
    assert.strictEqual((await service.call(method, path, { ...body, headers })).status, 403)
  })

  it("is not told which tenants there are, and a header that cannot be read is quoted", async () => {
    await using service = aService()
    await contoso(service)
    const lost = await service.post(
      "/api/devices",
      { hash: hashOf(NOTEBOOK) },
      { "Flightlog-Partner": "northwind", "Flightlog-Tenant": "Contos" },
    )
    assert.strictEqual(lost.json.code, "tenant-unknown")
    assert.notInclude(lost.text, "Contoso")
    const odd = await service.post("/api/devices", {}, { "Flightlog-Partner": "North Wind" })
    assert.deepStrictEqual([odd.status, odd.json.code], [400, "partner-header-invalid"])
    assert.include(odd.json.detail, '"North Wind"')
  })
})

describe("a manufacturer", () => {
  const deliver = (service: Service, key: string, body: string, partner = "fabrikam;kind=oem") =>
    service.call("POST", "/api/build-reports", {
      body,
      headers: { "Flightlog-Partner": partner, "Idempotency-Key": key },
    })

  it("delivers hashes that belong to nobody, and registers by what the box says: 812 before, 813 where several fit", async () => {
    await using service = aService()
    await contoso(service)
    await granted(service, "fabrikam", "oem")
    const register = (body: object) => service.post("/api/devices", body, as("fabrikam"))
    const before = await register(byTuple(NOTEBOOK))
    assert.deepStrictEqual([before.status, before.json.number], [404, "812"])
    const twin = { ...NEIGHBOUR, productKeyId: NOTEBOOK.productKeyId }
    const delivery = await deliver(service, "cbr-1", csvOf(NOTEBOOK))
    assert.deepInclude(delivery.json, { deliveryId: "cbr-1", delivered: 1 })
    await deliver(service, "cbr-2", csvOf(twin))
    assert.deepStrictEqual(
      (await service.get("/v1.0/deviceManagement/windowsAutopilotDeviceIdentities")).json.value,
      [],
    )
    const several = await register({ productKeyId: NOTEBOOK.productKeyId })
    assert.deepStrictEqual([several.status, several.json.number], [409, "813"])
    const one = await register(byTuple(NOTEBOOK))
    assert.include(one.json, { method: "oem", identifiedBy: "tuple", serialNumber: NOTEBOOK.serialNumber })
    const [{ data }] = await ofDevice(service, one.json.deviceId)
    assert.deepStrictEqual(data.known.delivery, { deliveryId: "cbr-1", line: 2 })
    const raw = await register({ hash: hashOf(NEIGHBOUR) })
    assert.deepStrictEqual([raw.status, raw.json.code], [403, "identifier-not-allowed"])
  })

  it("is told of each machine, by line; nobody else delivers any", async () => {
    await using service = aService()
    const file = [csvOf(NOTEBOOK), `${NEIGHBOUR.serialNumber},${NEIGHBOUR.productKeyId},`, "X,,A"].join(
      "\r\n",
    )
    const { json } = await deliver(service, "cbr-1", file)
    assert.deepStrictEqual(
      json.results.map(({ code, delivered, line }: Record<string, string>) => [
        line,
        delivered,
        code ?? null,
      ]),
      [
        [2, true, null],
        [3, false, "802"],
        [4, false, "802"],
      ],
    )
    const csp = await deliver(service, "cbr-2", csvOf(NOTEBOOK), "northwind;kind=direct-csp")
    assert.deepStrictEqual([csp.status, csp.json.code], [403, "manufacturer-required"])
    const kindless = await deliver(service, "cbr-2", csvOf(NOTEBOOK), "northwind")
    assert.deepStrictEqual([kindless.status, kindless.json.code], [400, "partner-kind-missing"])
  })
})

describe("an owner", () => {
  it("registers by hash alone, and is told who may use what the box says", async () => {
    await using service = aService()
    await contoso(service)
    const refused = await service.post("/api/devices", byTuple(NOTEBOOK))
    assert.deepStrictEqual([refused.status, refused.json.code], [403, "identifier-not-allowed"])
    assert.include(refused.json.detail, "open to: manufacturer (OEM), direct CSP partner")
    const one = await service.post("/api/devices", {
      hash: hashOf(NOTEBOOK),
      assignedUser: "ann@contoso.com",
    })
    assert.include(one.json, { method: "manual", authorizationId: null })
    const wrong = await service.post("/api/devices", { hash: hashOf(NEIGHBOUR), serialNumber: "OTHER" })
    assert.deepStrictEqual([wrong.status, wrong.json.number], [422, "802"])
    const nothing = await service.post("/api/devices", {})
    assert.deepStrictEqual([nothing.status, nothing.json.number], [422, "802"])
  })
})
