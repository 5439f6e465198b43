import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { type Client, clientOf } from "./client.ts"
import { serve, until } from "./processes.ts"

const directory = temporaryDirectory()
const CSV = readFileSync(new URL("../data/csv/AutopilotHWID.csv", import.meta.url))
const HASH = readFileSync(new URL("../data/hashes/contoso-minimal.txt", import.meta.url), "utf8").trim()
const LIST = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

/** Published again by both servers' processes at once, and with a deadline that is due while nobody reports. */
const IMPATIENT = `dsl: 1
kind: DeploymentProfile
name: impatient
extends: user-driven
assign: { groupTags: [quick] }
workflow:
  states:
    outOfBox:
      states:
        discovered:
          timeout: { after: 1s, to: failed, reason: the device never reported its network }
`

const history = async ({ get }: Client, id: string): Promise<ReadonlyArray<string>> =>
  (await get(`/api/devices/${id}/history`)).body.map(({ type }: { readonly type: string }) => type)

describe("two servers on one store", () => {
  it("take commands side by side, show equal lists, and do nothing twice", { timeout: 60_000 }, async () => {
    const store = `sqlite:${join(directory, "flightlog.sqlite")}`
    const one = clientOf((await serve(store)).address)
    const two = clientOf((await serve(store)).address)
    assert.strictEqual(
      (await one.post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })).status,
      201,
    )
    await until(async () => ((await two.get("/api/tenants")).body.length === 1 ? true : undefined))

    assert.strictEqual((await two.send("/api/imports", CSV, "text/csv")).status, 202)
    const devices = await until(async () => {
      const { body } = await one.get(LIST)
      const assigned = body.value.filter(
        ({
          deploymentProfileAssignmentStatus: status,
        }: {
          readonly deploymentProfileAssignmentStatus: string
        }) => status.startsWith("assigned") || status === "pending",
      )
      return assigned.length === 3 ? body.value : undefined
    })

    // A publication and a change of tag, each to another server; both servers' processes react to both.
    assert.strictEqual((await one.send("/api/profiles", IMPATIENT, "application/yaml")).status, 201)
    const id = devices.find(
      ({ serialNumber }: { readonly serialNumber: string }) => serialNumber === "CTS-0000001",
    ).id
    const tagged = await two.post(`${LIST}/${id}/updateDeviceProperties`, { groupTag: "quick" })
    assert.strictEqual(tagged.status, 204)
    await until(async () =>
      (await history(one, id)).filter((type) => type === "ProfileAssigned").length === 2 ? true : undefined,
    )

    assert.strictEqual((await one.post("/api/device/discover", { hash: HASH })).status, 200)
    await until(async () => ((await history(two, id)).includes("DeploymentFailed") ? true : undefined))

    const lists = await until(async () => {
      const [first, second] = [(await one.get(LIST)).body.value, (await two.get(LIST)).body.value]
      return JSON.stringify(first) === JSON.stringify(second) ? first : undefined
    })
    assert.lengthOf(lists, 3)
    assert.deepStrictEqual(await history(one, id), [
      "DeviceRegistered",
      "TenantAssociated",
      "ProfileAssigned",
      "GroupTagChanged",
      "ProfileAssigned",
      "DeploymentStarted",
      "ProfileDelivered",
      "WaitTimedOut",
      "DeploymentFailed",
    ])
  })
})
