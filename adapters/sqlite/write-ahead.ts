import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs"
import { endianness } from "node:os"
import type { Fault } from "./fault.ts"

// The format of SQLite's write-ahead file. Source: https://sqlite.org/fileformat2.html#walformat
const HEADER = 32
const FRAME_HEADER = 24
const MAGIC_BIG = 0x377f0683
const PAGE_SIZES: ReadonlyArray<number> = Array.from({ length: 8 }, (_, power) => 512 << power)
const CHECKSUMMED_OF_HEADER = 24
const CHECKSUMMED_OF_FRAME = 8

type Sums = readonly [number, number]

interface Header {
  readonly isWhole: boolean
  readonly isBig: boolean
  readonly pageSize: number
  readonly salts: Buffer
  readonly sums: Sums
}

interface Frame {
  /** Whether a transaction ends with it. */
  readonly isCommit: boolean
  /** Whether it was written since the file was last begun anew. */
  readonly isPresent: boolean
  readonly sums: Sums
  readonly bytes: Buffer
}

const words = (bytes: Buffer, isBig: boolean): Uint32Array => {
  const aligned = new Uint8Array(bytes)
  if (isBig === (endianness() === "LE")) Buffer.from(aligned.buffer).swap32()
  return new Uint32Array(aligned.buffer)
}

/** The checksum of bytes that follow those with the checksum `from`. */
const checksum = (bytes: Buffer, [first, second]: Sums, isBig: boolean): Sums => {
  let [a, b] = [first, second]
  const all = words(bytes, isBig)
  for (let at = 0; at < all.length; at += 2) {
    a = (a + (all[at] ?? 0) + b) >>> 0
    b = (b + (all[at + 1] ?? 0) + a) >>> 0
  }
  return [a, b]
}

const sumsAt = (bytes: Buffer, offset: number): Sums => [
  bytes.readUInt32BE(offset),
  bytes.readUInt32BE(offset + 4),
]

const isSame = (one: Sums, other: Sums): boolean => one[0] === other[0] && one[1] === other[1]

const readHeader = (file: number): Header | undefined => {
  const bytes = Buffer.alloc(HEADER)
  if (readSync(file, bytes, 0, HEADER, 0) < HEADER) return undefined
  const isBig = bytes.readUInt32BE(0) === MAGIC_BIG
  const pageSize = bytes.readUInt32BE(8)
  if (!PAGE_SIZES.includes(pageSize)) return undefined
  const sums = sumsAt(bytes, CHECKSUMMED_OF_HEADER)
  const isWhole = isSame(checksum(bytes.subarray(0, CHECKSUMMED_OF_HEADER), [0, 0], isBig), sums)
  return { isWhole, isBig, pageSize, salts: bytes.subarray(16, 24), sums }
}

const readFrame = (file: number, { pageSize, salts }: Header, index: number): Frame | undefined => {
  const bytes = Buffer.alloc(FRAME_HEADER + pageSize)
  const place = HEADER + index * bytes.length
  if (readSync(file, bytes, 0, bytes.length, place) < bytes.length) return undefined
  return {
    isCommit: bytes.readUInt32BE(4) !== 0,
    isPresent: bytes.subarray(8, 16).equals(salts),
    sums: sumsAt(bytes, 16),
    bytes,
  }
}

/** Whether a frame is whole and was written right after one with the checksum `before`. */
const follows = ({ bytes, isPresent, sums }: Frame, before: Sums, { isBig }: Header): boolean => {
  if (!isPresent) return false
  const head = checksum(bytes.subarray(0, CHECKSUMMED_OF_FRAME), before, isBig)
  return isSame(checksum(bytes.subarray(FRAME_HEADER), head, isBig), sums)
}

/** Where the write-ahead file is damaged, counted from 1. */
export interface DamagedFrame {
  readonly frame: number
  readonly of: number
}

/**
 * SQLite reads the write-ahead file to the first frame that is not whole: what a crash cut off was never acknowledged. But a
 * transaction is written only after the one before it is on the disk. So where a whole transaction, and the beginning of the next
 * one, stand after a frame that is not whole, that frame was whole once, and what was acknowledged would silently be dropped.
 */
const damageIn = (file: number): DamagedFrame | undefined => {
  const header = readHeader(file)
  if (header === undefined) return undefined
  const frames = Math.floor((fstatSync(file).size - HEADER) / (FRAME_HEADER + header.pageSize))
  let broken = header.isWhole ? undefined : 0
  let before: Frame | undefined
  for (let index = 0; index < frames; index++) {
    const frame = readFrame(file, header, index)
    if (frame === undefined) return undefined
    const isWhole = follows(frame, before?.sums ?? header.sums, header)
    const endsBefore = before?.isCommit === true && before.isPresent
    if (broken !== undefined && isWhole && endsBefore) return { frame: broken + 1, of: frames }
    if (!isWhole) broken ??= index
    before = frame
  }
  return undefined
}

const LOOKS = 3
const PAUSE_MS = 50

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)

const look = (path: string): DamagedFrame | undefined => {
  let file: number | undefined
  try {
    file = openSync(path, "r")
    return damageIn(file)
  } catch {
    // SQLite meets the same error where it can be told.
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The size of a file in bytes; 0 also where it cannot be seen: whoever opens it then tells why. */
const sizeOf = (path: string): number => {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}

/** Where the write-ahead file of a database is damaged; looked at again, since another process may be writing it. */
const damagedFrame = (path: string): DamagedFrame | undefined => {
  const wal = `${path}-wal`
  if (sizeOf(wal) <= HEADER) return undefined
  let found: DamagedFrame | undefined
  for (let looks = 0; looks < LOOKS; looks++) {
    const damage = look(wal)
    if (damage === undefined || (found !== undefined && found.frame !== damage.frame)) return undefined
    found = damage
    pause()
  }
  return found
}

/** Why a database must not be opened because of its write-ahead file: SQLite itself would drop what it holds without a word. */
export const writeAheadFault = (path: string): Fault | undefined => {
  const wal = `${path}-wal`
  if (sizeOf(path) === 0 && sizeOf(wal) > HEADER)
    return {
      code: 0,
      reason: `The file is missing or empty, but its write-ahead file "${wal}" is there.`,
      remedy: "Put the file back beside it, or move the write-ahead file away to begin anew.",
    }
  const damage = damagedFrame(path)
  if (damage === undefined) return undefined
  return {
    code: 0,
    reason: `Its write-ahead file "${wal}" is damaged (frame ${damage.frame} of ${damage.of}): what was written after that place would be lost.`,
    remedy: "Keep a copy of both files as they are, and go on from a backup.",
  }
}
