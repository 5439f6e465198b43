import { assert, describe, it } from "@effect/vitest"
import type { MachineSpec } from "#domain/hardware"
import { aService, type Service } from "../../support/http-world.ts"
import { AFTER, disk, ek, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { NEW_BOARD } from "../../support/repairs.ts"
import { contosoWithDevices, eventually, hashOf } from "./stories.ts"

describe("the comparison of two hashes", () => {
  it("is told as verdict, score and evidence, and as nothing else", async () => {
    await using service = aService()
    const { json, status } = await service.post("/api/hardware/match", {
      before: hashOf(NOTEBOOK),
      after: hashOf({ ...NOTEBOOK, disks: [disk("DISK_NEW.")] }, AFTER),
    })
    assert.deepStrictEqual(
      [status, Object.keys(json), json.verdict, json.score],
      [200, ["verdict", "score", "evidence"], "changed", 93],
    )
    assert.deepStrictEqual(
      json.evidence.find(({ component }: { component: string }) => component === "systemDisk"),
      {
        component: "systemDisk",
        before: "DISK_42.",
        after: "DISK_NEW.",
        weight: 10,
        says: "The system disk is another one (counts more than other disks; may be replaced).",
      },
    )
  })

  it("names which of the two hashes cannot be used", async () => {
    await using service = aService()
    const hash = hashOf(NEIGHBOUR)
    const { json, status } = await service.post("/api/hardware/match", {
      before: hash,
      after: `${hash.slice(0, 60)}${hash[60] === "A" ? "B" : "A"}${hash.slice(61)}`,
    })
    assert.deepStrictEqual([status, json.code, json.mistakes?.[0]?.path], [422, "hash-unusable", "after"])
    assert.match(json.detail, /^"after": The checksum of the hardware hash is wrong/)
  })
})

const REPAIRED: MachineSpec = { ...NOTEBOOK, ...NEW_BOARD }

const remediationOf = async (service: Service, id: string) => {
  const { json } = await service.get(`/beta/deviceManagement/windowsAutopilotDeviceIdentities/${id}`)
  return json.remediationState
}

describe("a device whose board was replaced", () => {
  it("needs attention in the list, gets a new hash, and then its profile again", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const boot = () => service.post("/api/device/discover", { hash: hashOf(REPAIRED, AFTER) })
    const refused = await boot()
    assert.deepStrictEqual([refused.status, refused.json.number], [409, "908"])
    await eventually(() => remediationOf(service, notebook), "manualRemediationRequired")
    const { json, status } = await service.post(`/api/devices/${notebook}/rehash`, {
      hash: hashOf(REPAIRED, AFTER),
    })
    assert.deepStrictEqual([status, json.verdict.verdict, json.resolved], [200, "replaced", true])
    await eventually(() => remediationOf(service, notebook), "noRemediationRequired")
    assert.strictEqual((await boot()).json.deviceId, notebook)
  })

  it("is put right by the service where the tenant lets it", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    assert.deepStrictEqual((await service.get("/api/tenants/remediation")).json, { handling: "manual" })
    await service.post("/api/tenants/remediation", { handling: "automatic" })
    assert.deepStrictEqual((await service.get("/api/tenants/remediation")).json, { handling: "automatic" })
    const boot = () => service.post("/api/device/discover", { hash: hashOf(REPAIRED, AFTER) })
    assert.match((await boot()).json.remedy, /Fix pending/)
    await eventually(async () => (await boot()).json.deviceId, notebook)
    await eventually(() => remediationOf(service, notebook), "noRemediationRequired")
  })
})

describe("a new hash", () => {
  it("of another machine is refused, and the device keeps its own", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const machine = { ...NEIGHBOUR, serialNumber: "X-1", uuid: "3c9f33ae-7d2c-4a53-8a1b-0c55d1a77e02" }
    const stranger = hashOf({ ...machine, productKeyId: "3300000000001", ekModulus: ek("stranger") })
    const { json, status } = await service.post(`/api/devices/${notebook}/rehash`, { hash: stranger })
    assert.deepStrictEqual([status, json.code], [409, "hash-of-another-machine"])
  })

  it("of a device that the tenant does not have is 807", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const id = "00000000-0000-4000-8000-000000000000"
    const { json, status } = await service.post(`/api/devices/${id}/rehash`, { hash: hashOf(NOTEBOOK) })
    assert.deepStrictEqual([status, json.number], [404, "807"])
  })
})
