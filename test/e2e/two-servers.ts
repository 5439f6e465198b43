import { randomUUID } from "node:crypto"
import { Result } from "effect"
import { assert } from "vitest"
import { factoryReport, importFileOf, virtualMachine } from "#adapters/simulator"
import { encodeHash } from "#domain/hardware"
import { type Client, clientOf } from "./client.ts"
import { type Server, until } from "./processes.ts"

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

/** Everything that happens to a device in these tests, each once, whoever did it. */
const ONCE = [
  "DeviceRegistered",
  "TenantAssociated",
  "ProfileAssigned",
  "GroupTagChanged",
  "ProfileAssigned",
  "DeploymentStarted",
  "ProfileDelivered",
  "WaitTimedOut",
  "DeploymentFailed",
]

interface Listed {
  readonly id: string
  readonly serialNumber: string
  readonly deploymentProfileAssignmentStatus: string
}

/** A tenant with three machines of its own: the store may hold others, of other tests. */
const aTenant = () => {
  const name = `Contoso ${randomUUID()}`
  const machines = [1, 2, 3].map((number) => {
    const machine = virtualMachine(name, number)
    const hash = Result.getOrThrow(encodeHash(factoryReport(machine)))
    return { serialNumber: machine.serialNumber, hash, groupTag: "" }
  })
  return { name, machines, file: importFileOf(machines) }
}

const history = async ({ get }: Client, id: string): Promise<ReadonlyArray<string>> =>
  (await get(`/api/devices/${id}/history`)).body.map(({ type }: { readonly type: string }) => type)

const devicesAt = async ({ get }: Client): Promise<ReadonlyArray<Listed>> => (await get(LIST)).body.value

/** Where two servers register one machine at the same moment, one may give the first life up before it begins. */
const isOfThisLife = (type: string): boolean => type !== "RegistrationVoided"

const isAssigned = ({ deploymentProfileAssignmentStatus: status }: Listed): boolean =>
  status.startsWith("assigned") || status === "pending"

const untilSo = (ask: () => Promise<boolean>) => until(async () => ((await ask()) ? true : undefined))

/** Waits until both servers show the same devices, and gives them. */
export const sameDevices = (one: Client, two: Client): Promise<ReadonlyArray<Listed>> =>
  until(async () => {
    const [first, second] = [await devicesAt(one), await devicesAt(two)]
    return JSON.stringify(first) === JSON.stringify(second) ? first : undefined
  })

/** Takes a device from its import through an assignment anew and a deadline, its commands at whichever server. */
const goThrough = async (one: Client, two: Client, device: Listed, hash: string): Promise<void> => {
  const tagged = await two.post(`${LIST}/${device.id}/updateDeviceProperties`, { groupTag: "quick" })
  assert.strictEqual(tagged.status, 204)
  await untilSo(
    async () => (await history(one, device.id)).filter((type) => type === "ProfileAssigned").length === 2,
  )
  assert.strictEqual((await one.post("/api/device/discover", { hash })).status, 200)
  await untilSo(async () => (await history(two, device.id)).includes("DeploymentFailed"))
}

/** What two servers on one store came to. */
export interface TwoServers {
  readonly one: Client
  readonly two: Client
  /** Takes the next of three devices through everything; the servers may have been ended and started again since the last one. */
  next(one: Client, two: Client): Promise<void>
  /** The client of a server for this tenant. */
  clientFor(server: Server): Client
}

/**
 * Sends commands to two servers on one store, and sees that each shows what the other did and that processes and deadlines, which run
 * on both, have one effect.
 */
export const onTwoServers = async (first: Server, second: Server): Promise<TwoServers> => {
  const { file, machines, name } = aTenant()
  const clientFor = ({ address }: Server) => clientOf(address, { "Flightlog-Tenant": name })
  const [one, two] = [clientFor(first), clientFor(second)]
  assert.strictEqual((await one.post("/api/tenants", { name })).status, 201)
  await untilSo(async () =>
    (await two.get("/api/tenants")).body.some((tenant: { name: string }) => tenant.name === name),
  )
  assert.strictEqual((await two.send("/api/imports", file, "text/csv")).status, 202)
  await untilSo(async () => (await devicesAt(one)).filter(isAssigned).length === machines.length)
  assert.strictEqual((await one.send("/api/profiles", IMPATIENT, "application/yaml")).status, 201)

  const waiting = [...machines]
  const next = async (one: Client, two: Client) => {
    const machine = waiting.shift()
    const device = (await devicesAt(one)).find(({ serialNumber }) => serialNumber === machine?.serialNumber)
    if (machine === undefined || device === undefined) throw new Error("There is no further device.")
    await goThrough(one, two, device, machine.hash)
    await sameDevices(one, two)
    assert.deepStrictEqual((await history(one, device.id)).filter(isOfThisLife), ONCE)
  }
  return { one, two, next, clientFor }
}
