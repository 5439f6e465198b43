import { Schema } from "effect"
import { fromHex, sameBytes, toHex } from "../bytes.ts"
import { ActivationBlock, readActivationBlock, writeActivationBlock } from "./activation-block.ts"
import { Capture, readCapture, writeCapture } from "./capture.ts"
import * as display from "./display.ts"
import { hex, u16 } from "./fields.ts"
import * as machine from "./machine.ts"
import { Disk, Memory, readDisk, readMemory, writeDisk, writeMemory } from "./memory-and-disk.ts"
import { NetworkAdapter, readNetworkAdapter, writeNetworkAdapter } from "./network-adapter.ts"
import {
  CoreClasses,
  Processor,
  readCoreClasses,
  readProcessor,
  writeCoreClasses,
  writeProcessor,
} from "./processor.ts"
import { readText, TEXT_NAMES, TEXTS, Text, writeText } from "./text.ts"

/** A record that has no readable form: of an unknown type, or of a known type in another shape. Kept byte for byte. */
const Raw = Schema.Struct({ record: Schema.tag("Raw"), type: u16, bytes: hex })

/** One record of a hardware hash, in readable form. */
export const HardwareRecord = Schema.Union([
  Capture,
  Processor,
  CoreClasses,
  Memory,
  Disk,
  NetworkAdapter,
  display.Display,
  display.DisplaySize,
  display.VideoMemory,
  machine.Enclosure,
  machine.OfflineDeviceId,
  machine.SmbiosUuid,
  machine.TpmEndorsementKey,
  ActivationBlock,
  Text,
  Raw,
])
export type HardwareRecord = typeof HardwareRecord.Type

/** What a record may be called. */
export const RECORD_NAMES: ReadonlyArray<string> = [
  ...HardwareRecord.members.flatMap(({ fields: { record } }) =>
    record.ast._tag === "Literal" ? [String(record.ast.literal)] : [],
  ),
  ...TEXT_NAMES,
]

type Reader = (payload: Uint8Array) => HardwareRecord | undefined

const STRUCTURES: ReadonlyArray<readonly [type: number, read: Reader]> = [
  [1, readCapture],
  [2, readProcessor],
  [5, readMemory],
  [6, readDisk],
  [8, readNetworkAdapter],
  [9, display.readDisplay],
  [10, machine.readEnclosure],
  [11, machine.readOfflineDeviceId],
  [12, machine.readSmbiosUuid],
  [25, machine.readTpmEndorsementKey],
  [27, display.readDisplaySize],
  [29, display.readVideoMemory],
  [34, readCoreClasses],
  [37, readActivationBlock],
]

/** How each type of record is read; undefined where the payload has not the shape of its type. */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  ...STRUCTURES,
  ...TEXT_NAMES.map((name): readonly [number, Reader] => [TEXTS[name].type, readText(name)]),
])

/** Reads a record; what would not be written again byte for byte stays raw. */
export const readRecord = (type: number, payload: Uint8Array): HardwareRecord => {
  const read = READERS.get(type)?.(payload)
  return read !== undefined && sameBytes(writeRecord(read).payload, payload)
    ? read
    : { record: "Raw", type, bytes: toHex(payload) }
}

interface WrittenRecord {
  readonly type: number
  readonly payload: Uint8Array
}

const written = (type: number, payload: Uint8Array): WrittenRecord => ({ type, payload })

/** The type and payload of a record. */
export const writeRecord = (record: HardwareRecord): WrittenRecord => {
  switch (record.record) {
    case "Capture":
      return written(1, writeCapture(record))
    case "Processor":
      return written(2, writeProcessor(record))
    case "Memory":
      return written(5, writeMemory(record))
    case "Disk":
      return written(6, writeDisk(record))
    case "NetworkAdapter":
      return written(8, writeNetworkAdapter(record))
    case "Display":
      return written(9, display.writeDisplay(record))
    case "Enclosure":
      return written(10, machine.writeEnclosure(record))
    case "OfflineDeviceId":
      return written(11, machine.writeOfflineDeviceId(record))
    case "SmbiosUuid":
      return written(12, machine.writeSmbiosUuid(record))
    case "TpmEndorsementKey":
      return written(25, machine.writeTpmEndorsementKey(record))
    case "DisplaySize":
      return written(27, display.writeDisplaySize(record))
    case "VideoMemory":
      return written(29, display.writeVideoMemory(record))
    case "CoreClasses":
      return written(34, writeCoreClasses(record))
    case "ActivationBlock":
      return written(37, writeActivationBlock(record))
    case "Raw":
      return written(record.type, fromHex(record.bytes))
    default:
      return written(TEXTS[record.record].type, writeText(record))
  }
}
