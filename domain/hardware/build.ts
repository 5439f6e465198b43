import { toHex } from "./bytes.ts"
import { sha256 } from "./envelope.ts"
import type { HardwareRecord } from "./records/record.ts"
import type { HardwareReport } from "./report.ts"

/** A machine as its hash describes it. What is left out, the machine has not. */
export interface MachineSpec {
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  readonly uuid: string
  readonly sku?: string
  readonly family?: string
  /** 256 bytes; a machine without TPM has none. */
  readonly ekModulus?: Uint8Array
  readonly tpmVersion?: string
  readonly productKeyId?: string
  readonly adapters?: ReadonlyArray<AdapterSpec>
  /** The first one is the system disk. */
  readonly disks?: ReadonlyArray<DiskSpec>
  readonly memoryGiB?: number
  readonly processor?: ProcessorSpec
  readonly videoAdapter?: string
}

export interface AdapterSpec {
  /** `02-00-5E-00-00-01` */
  readonly mac: string
  readonly medium: "ethernet" | "wifi" | "bluetooth"
  /** `PCI` where it is left out. */
  readonly bus?: string
}

export interface DiskSpec {
  readonly serialNumber: string
  readonly model: string
  readonly capacityGB: number
}

export interface ProcessorSpec {
  readonly manufacturer: string
  readonly model: string
  readonly cores: number
  readonly threads: number
}

/** When and with what a hash is captured: two captures of one machine differ in this alone. */
export interface CaptureSpec {
  /** UTC, to the second: `2026-01-01T00:00:00Z`. */
  readonly at: string
  /** `10.0.26100.4351` */
  readonly osBuild: string
  /** The build of Windows where it is left out. */
  readonly toolBuild?: string
  /** 9 on Windows 11 24H2, where it is left out. */
  readonly toolVersion?: number
}

const MEDIA = { ethernet: 14, wifi: 9, bluetooth: 10 } as const

const PROCESSOR: ProcessorSpec = {
  manufacturer: "GenuineIntel",
  model: "Contoso CPU 1000 @ 2.00GHz",
  cores: 8,
  threads: 16,
}

const TPM_VERSION = "TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'CTS '-Firmware:1.1"

/**
 * Makes the report that Windows would capture on a machine, with its records in the order of Windows.
 *
 * @example encodeHash(buildReport({ manufacturer: "Contoso", ... }, { at: "2026-01-01T00:00:00Z", osBuild: "10.0.26100.1" }))
 */
export const buildReport = (machine: MachineSpec, capture: CaptureSpec): HardwareReport => ({
  records: [
    captureRecord(capture),
    ...processorRecords(machine.processor ?? PROCESSOR, machine.memoryGiB ?? 16),
    ...(machine.disks ?? []).flatMap(diskRecords),
    ...(machine.adapters ?? []).map(adapterRecord),
    {
      record: "Display",
      widthMm: 309,
      heightMm: 174,
      horizontalPixels: 1920,
      verticalPixels: 1080,
      outputTechnology: 0x8000_0000,
    },
    { record: "DisplaySize", widthCm: 31, heightCm: 17 },
    {
      record: "Enclosure",
      chassisType: 10,
      powerPlatformRole: 2,
      opticalDrive: 0,
      digitizer: 0,
      touchPoints: 0,
    },
    ...tpmRecords(machine),
    { record: "SmbiosUuid", uuid: machine.uuid.toLowerCase() },
    ...firmwareRecords(machine),
    ...(machine.disks ?? []).slice(0, 1).map((disk) => text("SystemDiskSerialNumber", diskText(disk))),
    ...videoRecords(machine.videoAdapter),
  ],
})

/** The report that the same machine gives at another time: nothing differs but time, builds and tool. */
export const recapture = (report: HardwareReport, capture: CaptureSpec): HardwareReport => ({
  records: report.records.map((record) => (record.record === "Capture" ? captureRecord(capture) : record)),
})

type TextName = Extract<HardwareRecord, { readonly text: string }>["record"]

const text = (record: TextName, value: string): HardwareRecord => ({ record, text: value })

const optionalText = (record: TextName, value: string | undefined): ReadonlyArray<HardwareRecord> =>
  value === undefined ? [] : [text(record, value)]

const captureRecord = (capture: CaptureSpec): HardwareRecord => ({
  record: "Capture",
  toolBuild: capture.toolBuild ?? capture.osBuild,
  osBuild: capture.osBuild,
  capturedAt: capture.at,
  utcOffsetQuarters: 0,
  osType: 2,
  osArchitecture: 9,
  toolVersion: capture.toolVersion ?? 9,
})

const processorRecords = (processor: ProcessorSpec, memoryGiB: number): ReadonlyArray<HardwareRecord> => [
  {
    record: "Processor",
    architecture: 9,
    packages: 1,
    cores: processor.cores,
    threads: processor.threads,
    hyperThreading: processor.threads > processor.cores ? 1 : 0,
  },
  { record: "Memory", totalGiB: memoryGiB, maximumGiB: 64, slots: 2, arrays: 1, errorCorrection: 3 },
  text("ProcessorManufacturer", processor.manufacturer),
  text("ProcessorModel", processor.model),
]

const diskText = (disk: DiskSpec): string => `${disk.serialNumber}|${disk.model}|`

const diskRecords = (disk: DiskSpec): ReadonlyArray<HardwareRecord> => [
  { record: "Disk", capacityGB: disk.capacityGB, busType: 17, seekPenalty: 0, trimEnabled: 1 },
  text("DiskSerialNumber", diskText(disk)),
]

const adapterRecord = (adapter: AdapterSpec): HardwareRecord => ({
  record: "NetworkAdapter",
  medium: MEDIA[adapter.medium],
  mac: adapter.mac.toUpperCase(),
  bus: adapter.bus ?? (adapter.medium === "bluetooth" ? "BTH" : "PCI"),
})

const tpmRecords = ({ ekModulus, tpmVersion }: MachineSpec): ReadonlyArray<HardwareRecord> =>
  ekModulus === undefined
    ? []
    : [
        text("TpmVersion", tpmVersion ?? TPM_VERSION),
        { record: "TpmEndorsementKey", modulus: toHex(ekModulus) },
        { record: "OfflineDeviceId", status: 0, idKind: 1, id: sha256(ekModulus) },
      ]

const firmwareRecords = (machine: MachineSpec): ReadonlyArray<HardwareRecord> => [
  text("SystemSerialNumber", machine.serialNumber),
  text("FirmwareVendor", machine.manufacturer),
  text("SystemManufacturer", machine.manufacturer),
  text("SystemProductName", machine.model),
  ...optionalText("SkuNumber", machine.sku),
  ...optionalText("SystemFamily", machine.family),
  text("SystemVersion", "1.0"),
  text("BoardManufacturer", machine.manufacturer),
  text("BoardProduct", "BOARD-1"),
  text("BoardVersion", "A0"),
  ...optionalText("ProductKeyId", machine.productKeyId),
  ...(machine.productKeyId === undefined ? [] : [text("ProductKeyPartNumber", "[TH]X00-00000")]),
]

const videoRecords = (name: string | undefined): ReadonlyArray<HardwareRecord> =>
  name === undefined
    ? []
    : [
        {
          record: "VideoMemory",
          dedicatedVideo: 134_217_728,
          dedicatedSystem: 0,
          removalPolicy: 1,
          inLocalMachineContainer: 1,
        },
        text("VideoAdapter", name),
      ]
