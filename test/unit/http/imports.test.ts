import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { contoso, csvOf, hashOf, imported } from "./stories.ts"

const HEADER = "Device Serial Number,Windows Product ID,Hardware Hash"

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../data/csv/${name}`, import.meta.url)))

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  await using service = aService()
  await contoso(service)
  return await service.call("POST", "/api/imports", { body, headers })
}

describe("an import", () => {
  it("takes the file of the capture script as it is, and says where to look for what came of it", async () => {
    await using service = aService()
    await contoso(service)
    const { status, submitted } = await imported(service, file("AutopilotHWID.csv"))
    assert.strictEqual(submitted.status, 202)
    assert.strictEqual(submitted.headers.get("location"), `/api/imports/${submitted.json.importId}`)
    assert.strictEqual(submitted.json.encoding, "utf-16le")
    assert.deepStrictEqual(submitted.json.refused, [])
    assert.strictEqual(status.accepted, submitted.json.rows)
    assert.strictEqual(status.rejected, 0)
    assert.isTrue(status.results.every(({ deviceId }: { deviceId: string }) => deviceId.length === 36))
  })

  it("has one outcome for each row, by line; a bad one spoils no other", async () => {
    await using service = aService()
    await contoso(service)
    await imported(service, csvOf(NOTEBOOK))
    const hash = hashOf(NEIGHBOUR)
    const csv = [
      HEADER,
      `${NOTEBOOK.serialNumber},,${hashOf(NOTEBOOK)}`,
      `${NEIGHBOUR.serialNumber},,${hash}`,
      `${NEIGHBOUR.serialNumber},,${hash}`,
      `,,${hash}`,
      `${NEIGHBOUR.serialNumber},,${hash.slice(0, 500)}A${hash.slice(501)}`,
      `${NEIGHBOUR.serialNumber},,"${hash}"`,
    ].join("\n")
    const { status, submitted } = await imported(service, csv)
    // Line 2 waits to be registered, and is refused then.
    assert.deepInclude(submitted.json, { rows: 6, rejected: 4 })
    assert.deepInclude(status, { rows: 6, accepted: 1, rejected: 5 })
    const outcomes = status.results.map(
      ({ accepted, code, line, name }: { accepted: boolean; code: string; line: number; name: string }) =>
        `line ${line}: ${accepted ? "accepted" : `${name} ${code}`}`,
    )
    assert.deepStrictEqual(outcomes, [
      "line 2: ZtdDeviceAlreadyAssigned 806",
      "line 3: accepted",
      "line 4: ZtdDeviceDuplicated null",
      "line 5: MissingZtdSerialNumberAndProductKey 803",
      "line 6: InvalidZtdHardwareHash 802",
      "line 7: InvalidZtdRequestBody 801",
    ])
    const rejected = status.results.filter(({ accepted }: { accepted: boolean }) => !accepted)
    assert.isTrue(rejected.every(({ remedy }: { remedy: string }) => remedy.length > 10))
  })

  it("of another tenant's machine is refused with 808, which says nothing of its owner", async () => {
    await using service = aService()
    await contoso(service)
    await imported(service, csvOf(NOTEBOOK))
    await service.post("/api/tenants", { name: "Fabrikam" })
    const { status } = await imported(service, csvOf(NOTEBOOK), "Fabrikam")
    assert.include(status.results[0], { accepted: false, code: "808" })
    assert.notInclude(JSON.stringify(status), 'Contoso"')
  })

  it.each([
    [
      "oa3-report",
      (hash: string) => `<Key><ProductKeyID>x</ProductKeyID><HardwareHash>${hash}</HardwareHash></Key>`,
    ],
    ["hash-text", (hash: string) => `${hash}\n`],
  ])("takes hashes that come as %s, recognised by what is in the file", async (format, fileOf) => {
    await using service = aService()
    await contoso(service)
    const { status, submitted } = await imported(service, fileOf(hashOf(NOTEBOOK)))
    assert.strictEqual(submitted.json.format, format)
    assert.include(status.results[0], { accepted: true, serialNumber: NOTEBOOK.serialNumber })
  })

  it("by product key id, or by manufacturer, model and serial number, is refused to owners, who are told who may", async () => {
    await using service = aService()
    await contoso(service)
    const { manufacturer, model, serialNumber } = NOTEBOOK
    const csv = [
      `${HEADER},Manufacturer Name,Device Model`,
      `,${NEIGHBOUR.productKeyId},,,`,
      `${serialNumber},,,${manufacturer},${model}`,
    ]
    const { status } = await imported(service, csv.join("\n"))
    assert.deepStrictEqual(
      status.results.map(({ name, reason }: { name: string; reason: string }) => `${name}: ${reason}`),
      ["its product key id (PKID)", "manufacturer, model and serial number"].map(
        (what) =>
          `identifier-not-allowed: An owner cannot register a device by ${what}; that is open to: manufacturer (OEM), direct CSP partner, indirect provider, indirect reseller.`,
      ),
    )
  })

  it("under one key is done once, and the same key with another file is refused", async () => {
    await using service = aService()
    await contoso(service)
    const submit = (body: string) =>
      service.call("POST", "/api/imports", { body, headers: { "Idempotency-Key": "monday" } })
    const first = await submit(csvOf(NOTEBOOK))
    const again = await submit(csvOf(NOTEBOOK))
    assert.strictEqual(first.json.importId, "monday")
    assert.deepStrictEqual([again.status, again.text], [202, first.text])
    const position = first.headers.get("flightlog-position") ?? ""
    const listed = await service.get("/api/imports", { Prefer: "wait=5", "Flightlog-Position": position })
    assert.strictEqual(listed.json.length, 1)

    const other = await submit(csvOf(NEIGHBOUR))
    assert.deepStrictEqual([other.status, other.json.code], [422, "idempotency-key-reused"])
  })

  it("can be read at once, and is nobody else's", async () => {
    await using service = aService()
    await contoso(service)
    const submitted = await service.call("POST", "/api/imports", { body: csvOf(NOTEBOOK) })
    const location = submitted.headers.get("location") ?? ""
    assert.strictEqual((await service.get(location)).status, 200)
    await service.post("/api/tenants", { name: "Fabrikam" })
    const { json, status } = await service.get(location, { "Flightlog-Tenant": "Fabrikam" })
    assert.deepStrictEqual([status, json.code], [404, "import-unknown"])
  })
})

describe("a file that is not taken", () => {
  const rows = (count: number) =>
    [HEADER, ...Array.from({ length: count }, (_, row) => `S${row},,x`)].join("\n")

  it.each([
    ["empty", "", 422, "file-without-rows", "The file is empty."],
    ["a header only", HEADER, 422, "file-without-rows", "The file has a header and no rows."],
    [
      "columns in another order",
      `Windows Product ID,Device Serial Number,Hardware Hash\n,S1,x`,
      422,
      "file-wrong-header",
      `Column 1 of the header is "Windows Product ID"; expected "Device Serial Number" there`,
    ],
    [
      "a column missing",
      `Device Serial Number,Hardware Hash\nS1,x`,
      422,
      "file-wrong-header",
      `Column 2 of the header must be "Windows Product ID", which is missing`,
    ],
    [
      "a column too many",
      `${HEADER},Group Tag,Assigned User,Notes\nS1,,x,,,`,
      422,
      "file-wrong-header",
      `Column 6 of the header is "Notes", which is one too many.`,
    ],
    [
      "quotation marks",
      `"Device Serial Number","Windows Product ID","Hardware Hash"\n"S1","","x"`,
      422,
      "file-wrong-header",
      "The header is written in quotation marks; an import file has none.",
    ],
    [
      "more than 500 rows",
      rows(501),
      422,
      "file-too-many-rows",
      "The file has 501 rows; one import takes 500.",
    ],
  ])("%s", async (_what, body, status, code, detail) => {
    const answered = await post(body)
    assert.deepStrictEqual([answered.status, answered.json.code], [status, code])
    assert.include(answered.json.detail, detail)
    assert.isNotEmpty(answered.json.remedy)
  })

  it("a binary file is named for what it is", async () => {
    const { json, status } = await post(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0))
    assert.deepStrictEqual([status, json.code], [422, "file-not-text"])
    assert.strictEqual(json.detail, "The file is not a CSV text; it looks like a ZIP archive.")
  })

  it("an upload of a form is told how to send the file", async () => {
    const { json, status } = await post("x", { "Content-Type": "multipart/form-data; boundary=x" })
    assert.deepStrictEqual([status, json.code], [415, "media-type-unsupported"])
    assert.strictEqual(
      `${json.detail} ${json.remedy}`,
      "The file has to be the body itself, not as multipart/form-data. Send its bytes as they are: curl --data-binary @FILE.",
    )
  })

  it("more than 10 MiB is refused by its announced length, and while it comes where none is announced", async () => {
    const announced = await post("x", { "Content-Length": "104857600" })
    assert.deepStrictEqual([announced.status, announced.json.code], [413, "body-too-large"])
    const unannounced = await post(new Uint8Array(10 * 1024 * 1024 + 1))
    assert.deepStrictEqual([unannounced.status, unannounced.json.code], [413, "body-too-large"])
    assert.strictEqual(
      unannounced.json.detail,
      "The body is larger than 10 MiB, which is the most that is taken here.",
    )
  })
})
