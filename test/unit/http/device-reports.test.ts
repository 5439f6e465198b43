import { assert, describe, it } from "@effect/vitest"
import { ESP_PHASES } from "#domain/deployment"
import { aService, type Service } from "../../support/http-world.ts"
import { AFTER, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, contosoWithDevices, discovered, enrolled, hashOf } from "./stories.ts"

const history = async (service: Service, id: string): Promise<ReadonlyArray<string>> =>
  (await service.get(`/api/devices/${id}/history`)).json.map(({ type }: { type: string }) => type)

describe("a device that asks for its profile", () => {
  it("is told the profile, what it needs of it, and a token, by a hash captured anew", async () => {
    await using service = aService()
    const { notebook, tenantId } = await contosoWithDevices(service)
    const { headers, json, status } = await service.post("/api/device/discover", {
      hash: hashOf(NOTEBOOK, AFTER),
    })
    assert.strictEqual(status, 200)
    assert.include(json, { deviceId: notebook, serialNumber: NOTEBOOK.serialNumber, attempt: 1 })
    assert.deepStrictEqual(json.profile, { name: "default", version: 1 })
    assert.deepStrictEqual(json.tenant, { id: tenantId, name: "Contoso", domains: ["contoso.com"] })
    assert.strictEqual(json.settings.oobe.mode, "user-driven")
    assert.strictEqual(json.settings.enrollmentStatus.timeoutMillis, 3_600_000)
    assert.isNotNull(headers.get("flightlog-position"))
  })

  it("is 807 when nobody registered it", async () => {
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.post("/api/device/discover", { hash: hashOf(NOTEBOOK) })
    assert.deepStrictEqual(
      [status, json],
      [
        404,
        {
          type: "urn:flightlog:problem:device-not-registered",
          title: "Device not registered",
          status: 404,
          detail: "This device is not registered (ZtdDeviceIsNotRegistered).",
          code: "device-not-registered",
          remedy: "Import its hardware hash first.",
          number: "807",
        },
      ],
    )
  })

  it.each([
    ["", "not-a-hash", "802", "The hardware hash is empty."],
    [
      `${hashOf(NOTEBOOK).slice(0, 400)}%${hashOf(NOTEBOOK).slice(401)}`,
      "hash-not-base64",
      "802",
      "The hardware hash is not Base64: character 401 is",
    ],
    [
      Buffer.alloc(3001).toString("base64"),
      "hash-not-4k",
      undefined,
      "The hardware hash has 3001 bytes; a 4K hash has exactly 3000",
    ],
    ["Contoso Ltd,Contoso Book 1,CTS-0000042", "not-a-hash", "802", "looks like a tuple"],
    [`${hashOf(NOTEBOOK).slice(0, 400)}A${hashOf(NOTEBOOK).slice(401)}`, "hash-checksum-mismatch", "802", ""],
  ])("refuses a bad hash %#", async (hash, code, number, detail) => {
    await using service = aService()
    const { json, status } = await service.post("/api/device/discover", { hash })
    assert.deepStrictEqual([status, json.code, json.number], [422, code, number])
    assert.include(json.detail, detail)
    assert.isNotEmpty(json.remedy)
  })
})

describe("a device that reports", () => {
  it("goes from the network to the desktop, and is told what followed from each report", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { last, report } = await enrolled(service)
    assert.deepStrictEqual(last.json, { deviceId: notebook, attempt: 1, events: ["DeviceEnrolled"] })
    for (const phase of ESP_PHASES) {
      const app = { category: "applications", item: "portal" }
      await report("esp-phase", { phase, targeted: [app] })
      const done = await report("esp-item", { phase, ...app, state: "completed" })
      const isLast = phase === "accountSetup"
      assert.deepStrictEqual(done.json.events, [
        "EspItemReported",
        "EspPhaseCompleted",
        ...(isLast ? ["DesktopReleased", "DeploymentSucceeded"] : []),
      ])
    }
  })

  it("may retry after an app failed, when the profile offers it", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { report } = await enrolled(service)
    const app = { category: "applications", item: "portal" }
    const phase = "devicePreparation"
    await report("esp-phase", { phase, targeted: [app] })
    const failed = await report("esp-item", { phase, ...app, state: "failed", code: "0x87D1041C" })
    assert.deepStrictEqual(failed.json.events, ["EspItemReported", "EspFailed"])
    assert.deepStrictEqual((await report("retry")).json.events, ["RetryChosen"])
  })

  it("is told of a sign-in that the service refuses, and that this was recorded", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { report } = await discovered(service)
    await report("network", { medium: "ethernet" })
    await report("answers", { answers: {} })
    const { headers, json, status } = await report("sign-in", { userPrincipalName: "eve@fabrikam.com" })
    assert.strictEqual(status, 403)
    assert.include(json, {
      code: "wrong-tenant",
      recorded: true,
      detail: "This account belongs to another organisation than this device.",
    })
    assert.isNotNull(headers.get("flightlog-position"))
    assert.strictEqual((await history(service, notebook)).at(-1), "SignInRefused")
    assert.strictEqual(
      (await report("sign-in", { userPrincipalName: "ann@contoso.com" })).status,
      200,
      "the right user can still sign in",
    )
  })

  it("is told of an enrolment without licence with Windows' own code, and that this was recorded", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { last } = await enrolled(service, "bob@contoso.com")
    assert.strictEqual(last.status, 403)
    assert.include(last.json, { code: "enrollment-refused", number: "0x80180018", recorded: true })
    assert.deepStrictEqual((await history(service, notebook)).slice(-2), [
      "EnrollmentRefused",
      "DeploymentFailed",
    ])
  })

  it("may itself report that another service refused it: that is taken, not refused", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { report } = await discovered(service)
    await report("network", { medium: "wifi" })
    await report("answers", { answers: {} })
    await report("sign-in", { userPrincipalName: "ann@contoso.com" })
    const refused = { code: "0x801C0003", reason: "the user may not join devices" }
    const { json, status } = await report("join", { refused })
    assert.deepStrictEqual([status, json.events[0]], [200, "JoinRefused"])
  })

  it("may say when it happened by its own clock, which is shown and decides nothing", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { report } = await discovered(service)
    await report("network", { medium: "wifi", occurredAt: "2001-02-03T04:05:06+01:00" })
    const entry = (await service.get(`/api/devices/${notebook}/history`)).json.at(-1)
    assert.strictEqual(entry.occurredAt, "2001-02-03T03:05:06.000Z")
    assert.notStrictEqual(entry.recordedAt.slice(0, 4), "2001")
  })
})

describe("a report that cannot be taken", () => {
  it("out of order: names the state and what it takes, and leaves no trace", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { report } = await discovered(service)
    const before = await history(service, notebook)
    const { json, status } = await report("answers", { answers: { region: "GB" } })
    assert.deepStrictEqual([status, json.code], [409, "not-now"])
    assert.match(
      json.detail,
      /^"OobeAnswered" cannot happen now: the attempt is in ".+", which takes .*Network/,
    )
    assert.deepStrictEqual(await history(service, notebook), before)
  })

  it("twice: the second one is refused like any other out of order; under one key it is answered as before", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { report } = await discovered(service)
    await report("network", { medium: "wifi" })
    await report("answers", { answers: {} })
    await report("sign-in", { userPrincipalName: "ann@contoso.com" })
    const first = await report("join", {}, { "Idempotency-Key": "n1" })
    const repeated = await report("join", {}, { "Idempotency-Key": "n1" })
    assert.deepStrictEqual([repeated.status, repeated.text], [200, first.text])
    assert.strictEqual((await report("join")).json.code, "not-now")
  })

  it.each([
    ["none at all", undefined],
    ["not a bearer", "Basic abc"],
    ["damaged", "Bearer WyJhIiwiYiIsMV0.00000000000000000000000000000000"],
    ["of no known form", "Bearer x"],
  ])("without a token of this service (%s): 401, and how to get one", async (_what, authorization) => {
    await using service = aService()
    const headers: Record<string, string> =
      authorization === undefined ? {} : { Authorization: authorization }
    const {
      headers: answered,
      json,
      status,
    } = await service.post("/api/device/network", { medium: "wifi" }, headers)
    assert.strictEqual(status, 401)
    assert.strictEqual(answered.get("www-authenticate"), "Bearer")
    assert.strictEqual(
      `${json.detail} ${json.remedy}`,
      "The device token is missing, damaged or not of this service. Send the token that discovering the profile, or enrolling, gave: Authorization: Bearer TOKEN.",
    )
  })

  it("for an unknown device: its token was made for another service", async () => {
    await using other = aService()
    await contosoWithDevices(other)
    const { served } = await discovered(other)
    await using service = aService()
    await contoso(service)
    const { json, status } = await service.post(
      "/api/device/network",
      { medium: "wifi" },
      { Authorization: `Bearer ${served.token}` },
    )
    // Both services of this test have the same keys, as their entropy has the same seed: only the device is missing.
    assert.deepStrictEqual([status, json.code, json.number], [404, "device-not-registered", "807"])
  })

  it("with another device's token, when the device says which one it is", async () => {
    await using service = aService()
    const { notebook, neighbour } = await contosoWithDevices(service)
    const { served } = await discovered(service, NEIGHBOUR)
    await discovered(service)
    const { json, status } = await service.post(
      "/api/device/network",
      { medium: "wifi", deviceId: notebook },
      { Authorization: `Bearer ${served.token}` },
    )
    assert.deepStrictEqual([status, json.code], [403, "device-token-of-another"])
    assert.notInclude(await history(service, neighbour), "NetworkConnected")
    assert.notInclude(await history(service, notebook), "NetworkConnected")
  })

  it("after the attempt's end: names the attempt and what to do", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { report } = await enrolled(service, "bob@contoso.com")
    const { json, status } = await report("enrol")
    assert.deepStrictEqual(
      [status, json.code, json.detail, json.remedy],
      [
        409,
        "attempt-over",
        "Attempt 1 is over.",
        "Discover the device's profile again to begin a new attempt.",
      ],
    )
  })

  it.each([
    [
      "network",
      { medium: "pigeon" },
      `"medium": Expected "ethernet" or "wifi" or "cellular", found "pigeon".`,
    ],
    ["network", {}, `"medium": Missing: it has to be there.`],
    ["network", { medium: "wifi", meduim: 1 }, `"meduim": Unknown: did you mean "medium"?`],
    ["network", { medium: "wifi", occurredAt: "yesterday" }, `"occurredAt": Expected a time with its zone`],
    [
      "network",
      { medium: "wifi", occurredAt: "+012345-01-01T00:00:00Z" },
      `"occurredAt": Expected a time with its zone`,
    ],
    [
      "esp-phase",
      { phase: "deviceSetup", targeted: [{ category: "apps", item: "x" }] },
      `"targeted[0].category": Expected "securityPolicies" or "certificates"`,
    ],
    [
      "esp-item",
      { phase: "deviceSetup", category: "applications", item: "", state: "done" },
      `"state": Expected "notInstalled"`,
    ],
    ["answers", { answers: { region: 7 } }, `"answers.region": Expected string, found 7.`],
    ["sign-in", { userPrincipalName: "ann" }, `"ann" is not a user principal name.`],
    ["join", { force: true }, `"force": Unknown:`],
  ])("%s %j: names path, expected and found", async (name, body, detail) => {
    await using service = aService()
    await contosoWithDevices(service)
    const { report } = await discovered(service)
    const { json, status } = await report(name, body)
    assert.strictEqual(status, 400)
    assert.include(json.detail, detail)
  })
})
