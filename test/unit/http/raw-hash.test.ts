import { assert, describe, it } from "@effect/vitest"
import type { MachineSpec } from "#domain/hardware"
import { rawHashFinder } from "../../support/hash-pieces.ts"
import { aService, type Service } from "../../support/http-world.ts"
import { AFTER, disk, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { NEW_BOARD } from "../../support/repairs.ts"
import { contosoWithDevices, csvOf, enrolled, hashOf, imported } from "./stories.ts"

const REPAIRED: MachineSpec = { ...NOTEBOOK, ...NEW_BOARD }
const MACHINES: ReadonlyArray<MachineSpec> = [
  NOTEBOOK,
  NEIGHBOUR,
  REPAIRED,
  { ...NOTEBOOK, disks: [disk("DISK_NEW.")] },
]

const seenIn = rawHashFinder(MACHINES)

/** A service whose every answer is searched. */
const searched = (service: Service) => {
  const answers: Array<string> = []
  const search = async (method: string, path: string, init: RequestInit = {}) => {
    const answered = await service.call(method, path, init)
    const headers = [...answered.headers].map(([name, value]) => `${name}: ${value}`).join("\n")
    const found = seenIn(`${headers}\n${answered.text}`)
    assert.isUndefined(found, `${method} ${path} answers with a piece of a hash: ${found}`)
    answers.push(answered.text)
    return answered
  }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    search("POST", path, {
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...headers },
    })
  return { answers, search, post, get: (path: string) => search("GET", path) }
}

const flipped = (hash: string) => `${hash.slice(0, 60)}${hash[60] === "A" ? "B" : "A"}${hash.slice(61)}`

/** Hashes that cannot be used, one for every way of being wrong. */
const BAD = (hash: string): ReadonlyArray<string> => [
  flipped(hash),
  hash.slice(0, 64),
  hash.slice(0, 100),
  hash.slice(0, 3000),
  `${hash}${hash}`,
  `x${hash}`,
  `${hash.slice(0, 500)}!${hash.slice(501)}`,
  hash.replace(/^T0/, "AA"),
  hash.toLowerCase(),
  [...hash].reverse().join(""),
]

describe("the bytes of a hardware hash", () => {
  it("are found by this search where they are shown", () => {
    assert.isDefined(seenIn(`so: "${hashOf(NOTEBOOK).slice(100, 130)}"`))
    assert.isDefined(seenIn(Buffer.from(hashOf(NOTEBOOK, AFTER), "base64").toString("hex").slice(600, 660)))
    assert.isUndefined(seenIn(JSON.stringify(MACHINES.map(({ serialNumber }) => serialNumber))))
  })

  it("are in no answer of the service: lists, histories, comparisons", async () => {
    await using service = aService()
    const { answers, get, post } = searched(service)
    const { neighbour, notebook } = await contosoWithDevices(service)
    await enrolled(service)
    await post("/api/hardware/match", { before: hashOf(NOTEBOOK), after: hashOf(REPAIRED, AFTER) })
    await post("/api/device/discover", { hash: hashOf(MACHINES[3]!, AFTER) })
    await post("/api/device/discover", { hash: hashOf(REPAIRED, AFTER) })
    await post("/api/devices", { hash: hashOf(NOTEBOOK) })
    await post(`/api/devices/${notebook}/rehash`, { hash: hashOf(REPAIRED, AFTER) })
    const { submitted } = await imported(service, csvOf(...MACHINES))
    await get(submitted.headers.get("location") ?? "")
    for (const id of [notebook, neighbour])
      for (const path of ["history", "state", "waiting"]) await get(`/api/devices/${id}/${path}`)
    for (const collection of ["windowsAutopilotDeviceIdentities", "managedDevices", "autopilotEvents"])
      await get(`/beta/deviceManagement/${collection}`)
    await get("/api/profiles")
    await get("/api/tenants")
    await get("/health")
    assert.match(answers.join("\n"), /"fingerprint":"[0-9a-f]{64}"/)
  })

  it("are in no error: wrong hashes, wrong places, wrong bodies", async () => {
    await using service = aService()
    const { get, post, search } = searched(service)
    const { notebook } = await contosoWithDevices(service)
    const hash = hashOf(REPAIRED, AFTER)
    for (const bad of BAD(hash)) {
      await post("/api/device/discover", { hash: bad })
      await post("/api/devices", { hash: bad })
      await post(`/api/devices/${notebook}/rehash`, { hash: bad })
      await post("/api/hardware/match", { before: hash, after: bad })
      await imported(service, `Device Serial Number,Windows Product ID,Hardware Hash\r\nX1,,${bad}`)
        .then(({ submitted }) => get(submitted.headers.get("location") ?? ""))
        .catch(() => undefined)
      await search("POST", "/api/imports", { body: `Serial,${bad}\r\n1,2` })
    }
    await post("/api/devices", { hash: [hash] })
    await post("/api/devices", { [hash]: 1 })
    await post("/api/devices", { hash, begunBy: hash })
    await post("/api/device/discover", { hash: { text: hash } })
    await post("/api/device/discover", { hash, begunBy: hash })
    await post("/api/hardware/match", hash)
    await post("/api/hardware/match", `{"before": "${hash}`)
    await post("/api/tenants", { name: hash })
    await post("/api/users", { userPrincipalName: hash })
    await post("/api/devices", { hash }, { "Idempotency-Key": hash.slice(0, 200) })
    await get(`/api/devices/${encodeURIComponent(hash.slice(0, 60))}/history`)
    await get(`/beta/deviceManagement/managedDevices?$filter=${encodeURIComponent(hash.slice(0, 200))}`)
    await get(`/${encodeURIComponent(hash.slice(0, 200))}`)
  })
})
