import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Duration, Effect, Result } from "effect"
import { assert, describe, it } from "vitest"
import { readCsv } from "#adapters/csv"
import {
  factoryReport,
  httpAdministration,
  httpDeviceApi,
  importFileOf,
  type PlanName,
  planOf,
  runDevices,
  type VirtualDevice,
  virtualMachine,
} from "#adapters/simulator"
import { decodeHash, encodeHash } from "#domain/hardware"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { type Client, clientOf } from "./client.ts"
import { serve, until } from "./processes.ts"

const directory = temporaryDirectory()
const CSV = readFileSync(new URL("../data/csv/AutopilotHWID.csv", import.meta.url))
const LAB = `dsl: 1
kind: DeploymentProfile
name: lab
extends: user-driven
assign: { groupTags: [lab] }
enrollmentStatus: { timeout: 2s, onFailure: [collect-logs, continue] }
`
const CAST = { licensed: "ann@contoso.com", unlicensed: "bob@contoso.com", stranger: "eve@fabrikam.com" }
const GRAPH = "/v1.0/deviceManagement"

const organise = async ({ post, send }: Client) => {
  const tenant = await post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })
  assert.strictEqual(tenant.status, 201)
  for (const userPrincipalName of [CAST.licensed, CAST.unlicensed])
    assert.strictEqual((await post("/api/users", { userPrincipalName })).status, 201)
  assert.strictEqual((await post(`/api/users/${CAST.licensed}/licences`, {})).status, 204)
  assert.strictEqual((await send("/api/profiles", LAB, "application/yaml")).status, 201)
  for (const name of ["user-driven"]) {
    const yaml = readFileSync(new URL(`../../profiles/${name}.yaml`, import.meta.url), "utf8")
    assert.strictEqual((await send("/api/profiles", yaml, "application/yaml")).status, 201)
  }
}

const importFile = async ({ get, send }: Client, file: Uint8Array | string) => {
  const submitted = await send("/api/imports", file, "text/csv")
  assert.strictEqual(submitted.status, 202)
  const path = submitted.headers.get("location") ?? ""
  return until(async () => {
    const { body } = await get(path)
    return body.status === "completed" ? body : undefined
  })
}

const machine = (number: number) => factoryReport(virtualMachine("walk", number))
const hash = (number: number): string => Result.getOrThrow(encodeHash(machine(number)))
const serial = (number: number): string => virtualMachine("walk", number).serialNumber

/** A cut hash, a flipped bit, a machine twice, no serial number, one of the first file, and one that is sound. */
const secondFile = importFileOf([
  { serialNumber: serial(1), hash: hash(1).slice(0, -1), groupTag: "lab" },
  { serialNumber: serial(2), hash: `${hash(2).slice(0, 60)}B${hash(2).slice(61)}`, groupTag: "" },
  { serialNumber: serial(1), hash: hash(1), groupTag: "lab" },
  { serialNumber: "", hash: hash(3), groupTag: "" },
  {
    serialNumber: "CTS-0000001",
    hash: readFileSync(new URL("../data/hashes/contoso-minimal.txt", import.meta.url), "utf8").trim(),
    groupTag: "",
  },
  { serialNumber: serial(4), hash: hash(4), groupTag: "" },
  { serialNumber: serial(5), hash: hash(5), groupTag: "" },
])

const captured = Result.getOrThrow(readCsv(CSV)).rows.map(({ hash: text, serialNumber }) => ({
  name: serialNumber ?? "",
  report: Result.getOrThrow(decodeHash(text)).report,
}))

const device = (who: { name: string; report: VirtualDevice["report"] }, plan: PlanName): VirtualDevice => ({
  ...who,
  plan: planOf(plan),
  cast: CAST,
})
const virtual = (number: number) => ({ name: serial(number), report: machine(number) })

const deploy = (address: string) => {
  const [hp, contoso, vmware] = captured
  if (hp === undefined || contoso === undefined || vmware === undefined) throw new Error("three devices")
  const devices = [
    device(hp, "straight"),
    device(contoso, "app-retried"),
    device(virtual(1), "page-timed-out"),
    device(virtual(4), "no-licence"),
    device(vmware, "wrong-tenant"),
    device(virtual(5), "straight"),
  ]
  const watch = { tell: () => Effect.void, pace: Duration.zero, longestWait: Duration.seconds(5) }
  return Effect.runPromise(
    runDevices(devices, watch, devices.length).pipe(
      Effect.provide([httpDeviceApi(address), httpAdministration(address, null)]),
    ),
  )
}

describe("the whole walk against a real server, over HTTP only", () => {
  it("goes from a capture script's file to devices that reached the desktop, and can be replayed", {
    timeout: 180_000,
  }, async () => {
    const server = await serve(`sqlite:${join(directory, "flightlog.sqlite")}`)
    const client = clientOf(server.address)
    const { get } = client
    await organise(client)

    const first = await importFile(client, CSV)
    assert.deepInclude(first, { rows: 3, accepted: 3, rejected: 0 })
    const second = await importFile(client, secondFile)
    assert.deepStrictEqual(
      second.results.map(({ line, name }: { line: number; name: string | null }) => [line, name]),
      [
        [2, null],
        [3, "InvalidZtdHardwareHash"],
        [4, "ZtdDeviceDuplicated"],
        [5, "MissingZtdSerialNumberAndProductKey"],
        [6, "ZtdDeviceAlreadyAssigned"],
        [7, null],
        [8, null],
      ],
    )
    assert.match(second.results[0].notes.join(" "), /padding/)

    const registered = await get(`${GRAPH}/windowsAutopilotDeviceIdentities?$count=true&$top=4`)
    assert.strictEqual(registered.body["@odata.count"], 6)
    assert.strictEqual(registered.body.value.length, 4)
    const rest = await get(registered.body["@odata.nextLink"].replace(server.address, ""))
    assert.strictEqual(rest.body.value.length, 2)
    assert.deepStrictEqual((await get(`${GRAPH}/managedDevices`)).body.value, [])

    const runs = await deploy(server.address)
    assert.deepStrictEqual(
      runs.map(({ ended, profile }) => [ended, profile]),
      [
        ["done", "default"],
        ["done", "default"],
        ["done", "lab"],
        ["done", "default"],
        ["done", "default"],
        ["done", "default"],
      ],
    )

    const deployments = await until(async () => {
      const { value } = (await get("/beta/deviceManagement/autopilotEvents")).body
      const states = Object.fromEntries(
        value.map((event: { deviceSerialNumber: string; deploymentState: string }) => [
          event.deviceSerialNumber,
          event.deploymentState,
        ]),
      )
      return states[serial(1)] === "successWithTimeout" ? states : undefined
    })
    assert.deepStrictEqual(deployments, {
      [captured[0]?.name ?? ""]: "success",
      [captured[1]?.name ?? ""]: "successOnRetry",
      [captured[2]?.name ?? ""]: "inProgress",
      [serial(1)]: "successWithTimeout",
      [serial(4)]: "failure",
      [serial(5)]: "success",
    })
    const managed = (await get(`${GRAPH}/managedDevices`)).body.value
    assert.deepStrictEqual(
      managed.map(({ serialNumber }: { serialNumber: string }) => serialNumber).sort(),
      [captured[0]?.name, captured[1]?.name, serial(1), serial(5)].sort(),
    )

    const retried = [...registered.body.value, ...rest.body.value].find(
      ({ serialNumber }) => serialNumber === "CTS-0000001",
    )
    const history = (await get(`/api/devices/${retried.id}/history`)).body
    const types = history.map(({ type }: { type: string }) => type)
    assert.deepStrictEqual(types.slice(0, 3), ["DeviceRegistered", "TenantAssociated", "ProfileAssigned"])
    assert.includeMembers(types, ["EspFailed", "RetryChosen", "DesktopReleased", "DeploymentSucceeded"])
    const signIn = types.indexOf("UserSignedIn")
    assert.strictEqual(history[signIn].personal[0].values.userPrincipalName, CAST.licensed)
    const before = history[signIn - 1].position
    const then = (await get(`/api/devices/${retried.id}/state?at=${before}`)).body
    assert.isNull(then.attempt.signedIn)
    assert.isFalse(then.attempt.joined)
    assert.strictEqual(then.profile.ref.name, "default")

    assert.strictEqual((await get("/health/ready")).status, 200)
    assert.match((await get("/openapi.json")).body.openapi, /^3\.1/)

    server.child.kill("SIGTERM")
    const { exit, stderr } = await server.finished
    assert.strictEqual(exit, 0)
    assert.notMatch(stderr, /Error|warn|at .*\.ts:/)
  })
})
