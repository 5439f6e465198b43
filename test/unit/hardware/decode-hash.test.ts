import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { decodeHash, encodeHash, encodeHashBytes, type HardwareReport, readReport } from "#domain/hardware"
import { expectedRecords, hashBytes, hashText, sealed, VECTORS } from "../../support/hash-vectors.ts"

const decoded = (text: string) => Result.getOrThrow(decodeHash(text))

/** The names that the independent decoder used, by ours. */
const THEIRS: Record<string, Record<string, string>> = {
  Capture: {
    toolBuild: "ToolBuild",
    osBuild: "OsBuild",
    capturedAt: "OsSystemTime",
    utcOffsetQuarters: "TimeZoneQuarterHours",
    osType: "OsType",
    osArchitecture: "OsCpuArchitecture",
    toolVersion: "ToolVersion",
  },
  Processor: {
    architecture: "ProcessorArchitecture",
    packages: "ProcessorPackages",
    cores: "ProcessorCores",
    threads: "ProcessorThreads",
    hyperThreading: "ProcessorHyperThreading",
  },
  Memory: {
    totalGiB: "TotalPhysicalRAM",
    maximumGiB: "SmbiosRamMaximumCapacity",
    slots: "SmbiosRamSlots",
    arrays: "SmbiosRamArrayCount",
    errorCorrection: "SmbiosRamErrorCorrection",
  },
  Disk: {
    capacityGB: "DiskCapacity",
    busType: "StorageBusType",
    seekPenalty: "IncursSeekPenalty",
    trimEnabled: "TrimEnabled",
  },
  NetworkAdapter: { medium: "PhysicalMedium", mac: "MacAddress" },
  Display: {
    widthMm: "SizePhysicalH_mm",
    heightMm: "SizePhysicalV_mm",
    horizontalPixels: "ResolutionH",
    verticalPixels: "ResolutionV",
    outputTechnology: "OutputTechnology",
  },
  DisplaySize: { widthCm: "DisplayWidth_cm", heightCm: "DisplayHeight_cm" },
  Enclosure: {
    chassisType: "ChassisType",
    powerPlatformRole: "PowerPlatformRole",
    opticalDrive: "OpticalDiskDriveFlag",
    digitizer: "DigitizerSupport",
    touchPoints: "MaxTouchPoints",
  },
  TpmEndorsementKey: { modulus: "TpmEkPubModulus" },
  OfflineDeviceId: { status: "Status", idKind: "IdType", id: "OfflineDeviceId" },
  SmbiosUuid: { uuid: "SmbiosUuid" },
  VideoMemory: {
    dedicatedVideo: "DedicatedVideoMemory",
    dedicatedSystem: "DedicatedSystemMemory",
    removalPolicy: "RemovalPolicy",
    inLocalMachineContainer: "InLocalMachineContainer",
  },
}

const THEIR_TEXTS: Record<string, string> = {
  SystemSerialNumber: "SmbiosSystemSerialNumber",
  FirmwareVendor: "SmbiosFirmwareVendor",
  SystemManufacturer: "SmbiosSystemManufacturer",
  SystemProductName: "SmbiosSystemProductName",
  SkuNumber: "SmbiosSkuNumber",
  SystemFamily: "SmbiosSystemFamily",
  BoardManufacturer: "SmbiosBoardManufacturer",
  BoardProduct: "SmbiosBoardProduct",
  BoardVersion: "SmbiosBoardVersion",
  SystemVersion: "SmbiosSystemVersion",
  ProductKeyId: "ProductKeyID",
  ProductKeyPartNumber: "ProductKeyPkPn",
  SystemDiskSerialNumber: "DiskSSNKernel",
}

describe("decoding a hardware hash", () => {
  it.each(VECTORS)("reads every field of %s as an independent decoder does", (vector) => {
    const theirs = expectedRecords(vector)
    const ours = decoded(hashText(vector)).report.records
    expect(ours.length).toBe(theirs.length)
    let compared = 0
    for (const [index, record] of ours.entries()) {
      const their = theirs[index]!
      if ("text" in record) {
        expect(their[THEIR_TEXTS[record.record] ?? record.record], record.record).toBe(record.text)
        compared++
      }
      for (const [field, theirField] of Object.entries(THEIRS[record.record] ?? {})) {
        expect({ ...record }[field as never], `${record.record}.${field}`).toEqual(their[theirField])
        compared++
      }
    }
    expect(compared).toBeGreaterThan(50)
  })

  it.each(VECTORS)("gives %s back byte for byte when it is encoded again", (vector) => {
    const { report, text } = decoded(hashText(vector))
    expect(Result.getOrThrow(encodeHashBytes(report))).toEqual(hashBytes(vector))
    expect(text).toBe(hashText(vector))
  })

  it.each(VECTORS)("loses nothing of %s in the JSON form", (vector) => {
    const json = JSON.parse(JSON.stringify(decoded(hashText(vector)).report))
    expect(Result.getOrThrow(encodeHash(Result.getOrThrow(readReport(json))))).toBe(hashText(vector))
  })

  it("ignores blanks and line ends around the text", () => {
    expect(decoded(`\r\n ${hashText("contoso-minimal")} \n`).report).toEqual(
      decoded(hashText("contoso-minimal")).report,
    )
  })

  it("reads hybrid core classes, the activation block and adapters without a bus", () => {
    const payloads = [
      [34, [2, 1, 2, 0, 4, 0, 0, 8, 0, 8, 0]],
      [8, [14, 0, 0, 0, 2, 0, 0x5e, 0, 0, 1]],
      [37, [28, 0, 0, 0, 28, 0, 0, 0, ...new Array(20).fill(0), 7, 0, 0, 1]],
    ] as const
    const bytes = payloads.flatMap(([type, payload]) => [type, 0, payload.length + 4, 0, ...payload])
    const { report } = decoded(Buffer.from(sealed(Uint8Array.from(bytes))).toString("base64"))
    expect(report.records).toEqual([
      {
        record: "CoreClasses",
        classes: [
          { efficiencyClass: 1, cores: 2, threads: 4 },
          { efficiencyClass: 0, cores: 8, threads: 8 },
        ],
      },
      { record: "NetworkAdapter", medium: 14, mac: "02-00-5E-00-00-01" },
      { record: "ActivationBlock", counters: new Array(10).fill(0), values: [7, 256] },
    ])
  })

  it("keeps unknown records, and known ones of another shape, raw and in their place", () => {
    const bytes = [0xe7, 0x03, 6, 0, 0xca, 0xfe, 12, 0, 5, 0, 0xff, 14, 0, 6, 0, 0x41, 0]
    const hash = sealed(Uint8Array.from(bytes))
    const { report } = decoded(Buffer.from(hash).toString("base64"))
    expect(report.records).toEqual([
      { record: "Raw", type: 999, bytes: "cafe" },
      { record: "Raw", type: 12, bytes: "ff" },
      { record: "SystemSerialNumber", text: "A" },
    ])
    expect(Result.getOrThrow(encodeHashBytes(report))).toEqual(hash)
  })

  it("needs not say how texts end in a hash of Windows", () => {
    const { records } = decoded(hashText("anon-hp-x64-tool9")).report
    expect(records.filter((record) => "nuls" in record)).toEqual([])
  })

  it("keeps how many NUL characters end a text that does not end as usual", () => {
    const bytes = [14, 0, 7, 0, 0x41, 0, 0, 16, 0, 5, 0, 0x42]
    const { report } = decoded(Buffer.from(sealed(Uint8Array.from(bytes))).toString("base64"))
    expect(report.records).toEqual([
      { record: "SystemSerialNumber", text: "A", nuls: 2 },
      { record: "SystemManufacturer", text: "B", nuls: 0 },
    ])
  })
})

describe("encoding a hardware hash", () => {
  it("refuses records that do not fit into 4K", () => {
    const report: HardwareReport = { records: [{ record: "Raw", type: 99, bytes: "00".repeat(2957) }] }
    const result = encodeHash(report)
    expect(Result.isFailure(result) && result.failure.message).toBe(
      "The records need 2965 bytes; a 4K hash has room for 2964. Leave records out.",
    )
    expect(
      Result.isSuccess(encodeHash({ records: [{ record: "Raw", type: 99, bytes: "00".repeat(2956) }] })),
    ).toBe(true)
  })

  it("says which part of a JSON is no decoded hash", () => {
    const result = readReport({ records: [{ record: "SmbiosUuid", uuid: "none" }] })
    expect(Result.isFailure(result) && result.failure.message).toContain(
      "Expected a UUID in lower case such as 11111111-2222-4333-8444-555555555555",
    )
    expect(Result.isFailure(result) && result.failure.message).toContain('["records"][0]["uuid"]')
  })

  it("judges the name of a record before what is in it, and says which one was probably meant", () => {
    const said = (...records: ReadonlyArray<unknown>) => {
      const result = readReport({ records: [{ record: "Raw", type: 99, bytes: "00" }, ...records] })
      return Result.isFailure(result) && result.failure._tag === "NotAReport"
        ? result.failure.issues
        : "nothing"
    }
    expect(said({ record: "SmbiosUUID", id: "none" })).toBe(
      'No record is called "SmbiosUUID" (["records"][1]["record"]). Did you mean "SmbiosUuid"?',
    )
    expect(said({ record: "Disk", capacityGB: "much" }, { record: "Wheel" })).toMatch(
      /^No record is called "Wheel" \(\["records"\]\[2\]\["record"\]\)\. Expected one of Capture, .*, VideoAdapter\.$/,
    )
    expect(said({ record: 7 })).toContain("No record is called 7")
    expect(said({ rekord: "Disk" })).toContain('A record has no name (["records"][1]["record"]).')
    expect(said("Disk")).toContain("A record has no name")
  })

  it("refuses properties that would be lost", () => {
    expect(Result.isFailure(readReport({ records: [], comment: "mine" }))).toBe(true)
  })
})
