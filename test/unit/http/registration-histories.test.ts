import { describe, expect, it } from "@effect/vitest"
import { eventSays } from "#adapters/cli"
import { aService, type Service } from "../../support/http-world.ts"
import { AFTER, NOTEBOOK } from "../../support/machines.ts"
import { contoso, csvOf, hashOf, imported, until } from "./stories.ts"

// Each way of registration as an auditor reads it afterwards: who, by which method, under which authorization, from
// which file and line. The golden files are in test/data/histories.

const GLOBAL = { "Flightlog-Role": "global-administrator" }
const as = (partner: string) => ({ "Flightlog-Partner": partner, "Flightlog-Tenant": "Contoso" })
const PARTNERS = "Device serial number,Windows product ID,Hardware hash,Manufacturer name,Device model"

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const MOMENT = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g

/** Ids by the order in which they turn up, and no moments: what stays the same from run to run. */
const settledText = (text: string): string => {
  const ids = new Map<string, string>()
  const label = (id: string): string => {
    const known = ids.get(id) ?? `id ${ids.size + 1}`
    ids.set(id, known)
    return `<${known}>`
  }
  return text.replace(UUID, label).replace(MOMENT, "<moment>")
}

interface Entry {
  readonly revision: number
  readonly type: string
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string | null }
}

const whoOf = ({ actor }: Entry): string => `${actor.kind} ${actor.name ?? actor.id}`

const historyOf = async (service: Service, deviceId: string): Promise<string> => {
  const { json } = await service.get(`/api/devices/${deviceId}/history`)
  const lines = json.map(
    (entry: Parameters<typeof eventSays>[0] & Entry) =>
      `${entry.revision} ${entry.type}: ${eventSays(entry)} [${whoOf(entry)}]`,
  )
  return `${settledText(lines.join("\n"))}\n`
}

/** The history once the process has given the device its profile. */
const assigned = (service: Service, deviceId: string): Promise<string> =>
  until(
    () => historyOf(service, deviceId),
    (text) => text.split("\n").at(-2)?.includes("ProfileAssigned") === true,
  )

const granted = async (
  service: Service,
  partner: string,
  kind: string,
  providers: ReadonlyArray<string> = [],
) => {
  const { json } = await service.post(
    "/api/partner-authorizations",
    {
      name: partner,
      kind,
      providers,
      scope: { acts: ["register", "deregister"] },
      until: "2040-01-01T00:00:00Z",
    },
    as(partner),
  )
  await service.post(`/api/partner-authorizations/${json.authorizationId}/grant`, {}, GLOBAL)
  return json.authorizationId as string
}

const deliver = (service: Service) =>
  service.call("POST", "/api/build-reports", {
    body: csvOf(NOTEBOOK),
    headers: { "Flightlog-Partner": "fabrikam;kind=oem", "Idempotency-Key": "cbr-2026-11" },
  })

const CONVERTING = `dsl: 1
kind: DeploymentProfile
name: default
extends: user-driven
device:
  convertTargeted: true
assign:
  allDevices: true
`

/** The ways, each with the device that it made. */
const WAYS: ReadonlyArray<readonly [string, (service: Service) => Promise<string>]> = [
  [
    "manual-file",
    async (service) => {
      const { status } = await imported(service, csvOf(NOTEBOOK), { "Idempotency-Key": "monday" })
      return status.results[0].deviceId
    },
  ],
  [
    "oem-tuple",
    async (service) => {
      await deliver(service)
      await granted(service, "fabrikam", "oem")
      const { manufacturer, model, serialNumber } = NOTEBOOK
      const body = { manufacturer, model, serialNumber, purchaseOrder: "PO-7", groupTag: "sales" }
      return (await service.post("/api/devices", body, as("fabrikam"))).json.deviceId
    },
  ],
  [
    "indirect-provider-and-its-reseller",
    async (service) => {
      await deliver(service)
      const id = await granted(service, "northwind", "indirect-reseller", ["adatum"])
      const file = [PARTNERS, `,${NOTEBOOK.productKeyId},,,`].join("\r\n")
      const headers = { ...as("northwind"), "Idempotency-Key": "order-7" }
      const { status } = await imported(service, file, headers)
      const [{ deviceId }] = status.results
      await assigned(service, deviceId)
      await service.post(
        `/api/devices/${deviceId}/deregister`,
        { reason: "returned" },
        as("adatum;through=northwind"),
      )
      await service.post(`/api/partner-authorizations/${id}/revoke`, { reason: "contract ended" })
      // The same tenant registers it again, itself: a new life of the same device.
      await service.post("/api/devices", { hash: hashOf(NOTEBOOK, AFTER) })
      return deviceId
    },
  ],
  [
    "automatic",
    async (service) => {
      await service.call("POST", "/api/profiles", {
        body: CONVERTING,
        headers: { "Content-Type": "application/yaml" },
      })
      const { manufacturer, model, serialNumber } = NOTEBOOK
      const { token } = (
        await service.post("/api/device/enrolments", {
          deviceName: "PC-42",
          ownership: "corporate",
          manufacturer,
          model,
          serialNumber,
          userPrincipalName: "ann@contoso.com",
        })
      ).json
      const headers = { Authorization: `Bearer ${token}` }
      await until(
        () => service.get("/api/device/commands", headers),
        ({ json }) => json.length > 0,
      )
      await service.post("/api/device/hardware-hash", { hash: hashOf(NOTEBOOK, AFTER) }, headers)
      const { json } = await until(
        () => service.get("/api/conversions"),
        ({ json }) => json[0]?.state === "registered",
      )
      return json[0].deviceId
    },
  ],
]

describe("the history of a registration", () => {
  it.each(WAYS)("%s", async (name, register) => {
    await using service = aService()
    await contoso(service)
    const deviceId = await register(service)
    const text = await assigned(service, deviceId)
    await expect(text).toMatchFileSnapshot(`../../data/histories/${name}.txt`)
  })
})
