import { Schema } from "effect"
import { reader, writer } from "../bytes.ts"
import { u8, u16, u64 } from "./fields.ts"

/** Record 5: installed memory; sizes in GiB. */
export const Memory = Schema.Struct({
  record: Schema.tag("Memory"),
  totalGiB: u64,
  maximumGiB: u64,
  slots: u16,
  arrays: u16,
  /** SMBIOS type 16: 3 none, 4 parity, 5 single-bit, 6 multi-bit, 7 CRC. */
  errorCorrection: u8,
})
export type Memory = typeof Memory.Type

export const readMemory = (payload: Uint8Array): Memory | undefined => {
  if (payload.length !== 21) return undefined
  const from = reader(payload)
  return {
    record: "Memory",
    totalGiB: from.u64(),
    maximumGiB: from.u64(),
    slots: from.u16(),
    arrays: from.u16(),
    errorCorrection: from.u8(),
  }
}

export const writeMemory = (memory: Memory): Uint8Array => {
  const out = writer()
  out.u64(memory.totalGiB)
  out.u64(memory.maximumGiB)
  out.u16(memory.slots)
  out.u16(memory.arrays)
  out.u8(memory.errorCorrection)
  return out.bytes()
}

/** Record 6: a disk; its serial number is in the `DiskSerialNumber` record that follows. */
export const Disk = Schema.Struct({
  record: Schema.tag("Disk"),
  /** Decimal gigabytes. */
  capacityGB: u64,
  /** STORAGE_BUS_TYPE: 1 SCSI, 3 ATA, 7 USB, 8 RAID, 10 SAS, 11 SATA, 17 NVMe. */
  busType: u16,
  /** 0 is a solid state disk. */
  seekPenalty: u8,
  trimEnabled: u8,
})
export type Disk = typeof Disk.Type

export const readDisk = (payload: Uint8Array): Disk | undefined => {
  if (payload.length !== 12) return undefined
  const from = reader(payload)
  return {
    record: "Disk",
    capacityGB: from.u64(),
    busType: from.u16(),
    seekPenalty: from.u8(),
    trimEnabled: from.u8(),
  }
}

export const writeDisk = (disk: Disk): Uint8Array => {
  const out = writer()
  out.u64(disk.capacityGB)
  out.u16(disk.busType)
  out.u8(disk.seekPenalty)
  out.u8(disk.trimEnabled)
  return out.bytes()
}
