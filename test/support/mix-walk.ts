import { setTimeout as pause } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { Duration, Effect, Layer } from "effect"
import { assert } from "vitest"
import {
  fleetFile,
  httpAdministration,
  httpDeviceApi,
  PLANS,
  profilesFor,
  readMix,
  runDevices,
  type VirtualDevice,
  virtualFleet,
  withFiles,
} from "#adapters/simulator"
import { type Client, clientOf } from "../e2e/client.ts"
import { type Server, until } from "../e2e/processes.ts"
import { EXPECTED } from "./mix-expectation.ts"

const CAST = { licensed: "ann@contoso.com", unlicensed: "bob@contoso.com", stranger: "eve@fabrikam.com" }
const GRAPH = "/beta/deviceManagement"
const SIDE_BY_SIDE = 16
const PAGE = 100

/** How often the lists are looked at until they tell everything, and how long between, in milliseconds. */
const MOST_LOOKS = 120
const LOOK_MILLIS = 500

/** A tenant whose pages time out quickly and whose resealed devices need not wait: nobody has an hour. */
const hastened = (text: string): string =>
  text
    .replace("enrollmentStatus: {", "enrollmentStatus: { timeout: 6s,")
    .replace(
      "extends: pre-provisioned\n",
      "extends: pre-provisioned\nworkflow: { states: { resealed: { on: { OobeAnswered: userAnswered } } } }\n",
    )

const organised = async ({ post, send }: Client, devices: ReadonlyArray<VirtualDevice>) => {
  assert.strictEqual((await post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })).status, 201)
  for (const userPrincipalName of [CAST.licensed, CAST.unlicensed])
    assert.strictEqual((await post("/api/users", { userPrincipalName })).status, 201)
  assert.strictEqual((await post(`/api/users/${CAST.licensed}/licences`, {})).status, 204)
  assert.strictEqual((await post("/api/tenants/device-limit", { limit: null })).status, 204)
  for (const { text } of profilesFor(devices.map(({ plan }) => plan))) {
    const published = await send("/api/profiles", hastened(text), "application/yaml")
    assert.strictEqual(published.status, 201, JSON.stringify(published.body))
  }
}

const imported = async ({ get, send }: Client, file: string) => {
  const submitted = await send("/api/imports", file, "text/csv")
  const path = submitted.headers.get("location") ?? ""
  return until(async () => {
    const { body } = await get(path)
    return body.status === "completed" ? body : undefined
  })
}

/** A whole collection of Graph, page by page. */
const collected = async ({ get }: Client, address: string, path: string) => {
  // biome-ignore lint/suspicious/noExplicitAny: a client reads what it expects
  const all: Array<any> = []
  for (let next: string | undefined = `${path}?$top=${PAGE}`; next !== undefined; ) {
    const { body }: { body: { value: ReadonlyArray<unknown>; "@odata.nextLink"?: string } } = await get(next)
    all.push(...body.value)
    next = body["@odata.nextLink"]?.replace(address, "")
  }
  return all
}

const planned = ({ plan }: VirtualDevice) =>
  EXPECTED[plan.name] ?? assert.fail(`${plan.name} is not expected`)

/** The devices whose histories are read: of each plan one. */
const chosen = (devices: ReadonlyArray<VirtualDevice>): ReadonlyArray<VirtualDevice> => [
  ...new Map(devices.map((device) => [device.plan.name, device])).values(),
]

/** Devices of the mix, and beside them one for each plan, so that none is left to chance. */
const fleetOf = (seed: string, drawn: number): ReadonlyArray<VirtualDevice> => {
  const read = readMix("mix")
  const mix = "mix" in read ? read.mix : []
  return [
    ...virtualFleet({ seed, count: drawn, mix, cast: CAST }),
    ...virtualFleet({ seed: `${seed}, in turn`, count: PLANS.length, mix: null, cast: CAST }),
  ]
}

/**
 * Lets a mix of virtual devices deploy over HTTP against a real server, and holds both lists, the report and a history of
 * each plan against what the plans say they have to be.
 *
 * @param drawn how many devices draw their plan, beside one for each plan
 */
export const walkTheMix = async (
  server: Server,
  { drawn, seed }: { readonly drawn: number; readonly seed: string },
) => {
  const client = clientOf(server.address)
  const { get } = client
  const fleet = fleetOf(seed, drawn)
  // The way to its user takes hours: nobody waits for it here.
  const hurried = fleet.map((device) => ({
    ...device,
    plan: { ...device.plan, steps: device.plan.steps.filter((step) => step.do !== "rest") },
  }))
  await organised(client, hurried)
  const services = Layer.merge(httpDeviceApi(server.address), httpAdministration(server.address, null))
  const devices = await Effect.runPromise(withFiles(hurried).pipe(Effect.provide(services)))
  const unregistered = devices.filter(({ file }) => file !== undefined).length
  const file = await imported(client, fleetFile(devices, null))
  const accepted = devices.length - unregistered
  assert.deepInclude(file, { rows: accepted, accepted, rejected: 0 })

  const watch = { tell: () => Effect.void, pace: Duration.zero, longestWait: Duration.minutes(5) }
  const runs = await Effect.runPromise(
    runDevices(devices, watch, SIDE_BY_SIDE).pipe(Effect.provide(services)),
  )
  assert.deepStrictEqual(
    runs.flatMap(({ device, ended, stopped }, index) =>
      ended === "done" ? [] : [`${device} ${devices[index]?.plan.name}: ${stopped?.message ?? ended}`],
    ),
    [],
  )

  const expected = devices.map((device) => {
    const { codes, enrollmentState, isManaged, verdicts } = planned(device)
    return { plan: device.plan.name, verdicts, codes, isManaged, enrollmentState }
  })
  const lists = async () => {
    const [report, autopilot, managed] = [
      await collected(client, server.address, `${GRAPH}/autopilotEvents`),
      await collected(client, server.address, `${GRAPH}/windowsAutopilotDeviceIdentities`),
      await collected(client, server.address, `${GRAPH}/managedDevices`),
    ]
    const told = devices.map((device) => {
      const own = report
        .filter(({ deviceSerialNumber }) => deviceSerialNumber === device.name)
        .toSorted((a, b) => (a.deploymentStartDateTime < b.deploymentStartDateTime ? -1 : 1))
      const identity = autopilot.find(({ serialNumber }) => serialNumber === device.name)
      return {
        plan: device.plan.name,
        verdicts: own.map(({ deploymentState }) => deploymentState),
        codes: own.map(({ enrollmentFailureDetails: text }) => /0x[0-9A-F]{8}/.exec(text ?? "")?.[0] ?? null),
        isManaged: managed.some(({ serialNumber }) => serialNumber === device.name),
        enrollmentState: identity?.enrollmentState ?? null,
      }
    })
    return { told, registered: autopilot.length }
  }
  // The lists follow the log a moment behind it: they have to come to what is expected, and then that is what they are.
  let { registered, told } = await lists()
  for (let look = 0; look < MOST_LOOKS && !isDeepStrictEqual(told, expected); look++) {
    await pause(LOOK_MILLIS)
    ;({ registered, told } = await lists())
  }
  assert.strictEqual(registered, accepted)
  assert.deepStrictEqual<unknown>(told, expected)

  const each = chosen(devices)
  for (const device of each) {
    const id = runs[devices.indexOf(device)]?.deviceId
    const history = (await get(`/api/devices/${id}/history`)).body
    const types = history.map(({ type }: { type: string }) => type)
    assert.deepStrictEqual(types, planned(device).history, device.plan.name)
    const explained = (await get(`/api/devices/${id}/attempts/latest`)).body
    const code = planned(device).codes.at(-1) ?? null
    if (code !== null) assert.strictEqual(explained.failure.code, code, device.plan.name)
  }
  return { histories: each.length, plans: PLANS.length }
}
