import fc from "fast-check"
import type { HardwareReport } from "#domain/hardware"

type HardwareRecord = HardwareReport["records"][number]
type TextName = Extract<HardwareRecord, { readonly text: string }>["record"]

const u8 = fc.nat(0xff)
const u16 = fc.nat(0xffff)
const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const u64 = fc.maxSafeNat()
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString("hex"))
const build = fc.tuple(u16, u16, u16, u16).map((parts) => parts.join("."))
const time = u32.map((seconds) =>
  new Date(Date.UTC(2000, 0, 1) + seconds * 1000).toISOString().replace(".000Z", "Z"),
)
const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((b) => Buffer.from(b).toString("hex").toUpperCase().match(/../g)!.join("-"))
const text = fc.string({ unit: "binary", maxLength: 20 }).filter((t) => t.isWellFormed() && !t.endsWith("\0"))

const TEXT_NAMES: ReadonlyArray<TextName> = [
  "ProcessorManufacturer",
  "ProcessorModel",
  "DiskSerialNumber",
  "TpmVersion",
  "SystemSerialNumber",
  "SystemManufacturer",
  "ProductKeyId",
  "SystemDiskSerialNumber",
  "VideoAdapter",
]

const counters = fc.array(fc.nat(3), { minLength: 10, maxLength: 10 })

const records: fc.Arbitrary<HardwareRecord> = fc.oneof(
  fc.record({ record: fc.constantFrom(...TEXT_NAMES), text }),
  fc.record({
    record: fc.constant("Capture" as const),
    toolBuild: build,
    osBuild: build,
    capturedAt: time,
    utcOffsetQuarters: fc.integer({ min: -128, max: 127 }),
    osType: u8,
    osArchitecture: u8,
    toolVersion: u8,
  }),
  fc.record({
    record: fc.constant("Processor" as const),
    architecture: u16,
    packages: u16,
    cores: u16,
    threads: u16,
    hyperThreading: u8,
  }),
  fc.record({
    record: fc.constant("CoreClasses" as const),
    classes: fc.array(fc.record({ efficiencyClass: u8, cores: u16, threads: u16 }), { maxLength: 4 }),
  }),
  fc.record({
    record: fc.constant("Memory" as const),
    totalGiB: u64,
    maximumGiB: u64,
    slots: u16,
    arrays: u16,
    errorCorrection: u8,
  }),
  fc.record({
    record: fc.constant("Disk" as const),
    capacityGB: u64,
    busType: u16,
    seekPenalty: u8,
    trimEnabled: u8,
  }),
  fc.record({ record: fc.constant("NetworkAdapter" as const), medium: u32, mac }),
  fc.record({ record: fc.constant("NetworkAdapter" as const), medium: u32, mac, bus: text }),
  fc.record({
    record: fc.constant("Display" as const),
    widthMm: u16,
    heightMm: u16,
    horizontalPixels: u16,
    verticalPixels: u16,
    outputTechnology: u32,
  }),
  fc.record({ record: fc.constant("DisplaySize" as const), widthCm: u16, heightCm: u16 }),
  fc.record({
    record: fc.constant("VideoMemory" as const),
    dedicatedVideo: u64,
    dedicatedSystem: u64,
    removalPolicy: u8,
    inLocalMachineContainer: u8,
  }),
  fc.record({
    record: fc.constant("Enclosure" as const),
    chassisType: u8,
    powerPlatformRole: u8,
    opticalDrive: u8,
    digitizer: u8,
    touchPoints: u8,
  }),
  fc.record({ record: fc.constant("OfflineDeviceId" as const), status: u32, idKind: u16, id: hex(32) }),
  fc.record({
    record: fc.constant("SmbiosUuid" as const),
    uuid: hex(16).map((h) => h.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")),
  }),
  fc.record({ record: fc.constant("TpmEndorsementKey" as const), modulus: hex(256) }),
  counters.chain((list) =>
    fc.record({
      record: fc.constant("ActivationBlock" as const),
      counters: fc.constant(list),
      values: fc.array(u16, { minLength: sum(list) + 2, maxLength: sum(list) + 2 }),
    }),
  ),
  fc.record({
    record: fc.constant("Raw" as const),
    type: fc.constantFrom(35, 36, 38, 999, 65535),
    bytes: hex(9),
  }),
)

const sum = (list: ReadonlyArray<number>): number => list.reduce((a, b) => a + b, 0)

/** Any report whose records have their readable form and fit into a hash. */
export const reports: fc.Arbitrary<HardwareReport> = fc.record({
  records: fc.array(records, { maxLength: 10 }),
})
