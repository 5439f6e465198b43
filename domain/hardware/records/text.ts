import { Schema } from "effect"
import { fromUtf8, fromUtf16, toUtf8, toUtf16 } from "../bytes.ts"
import { u16, wellFormed } from "./fields.ts"

/** The records that are one text: their type, and how many NUL characters end it (`48`: filled up to 48 bytes). */
export const TEXTS = {
  ProcessorManufacturer: { type: 3, nuls: 1 },
  ProcessorModel: { type: 4, nuls: 48 },
  DiskSerialNumber: { type: 7, nuls: 0 },
  TpmVersion: { type: 13, nuls: 1 },
  SystemSerialNumber: { type: 14, nuls: 1 },
  FirmwareVendor: { type: 15, nuls: 1 },
  SystemManufacturer: { type: 16, nuls: 1 },
  SystemProductName: { type: 17, nuls: 1 },
  SkuNumber: { type: 18, nuls: 1 },
  SystemFamily: { type: 19, nuls: 1 },
  BoardManufacturer: { type: 20, nuls: 1 },
  BoardProduct: { type: 21, nuls: 1 },
  BoardVersion: { type: 22, nuls: 1 },
  SystemVersion: { type: 23, nuls: 1 },
  ProductKeyId: { type: 24, nuls: 1 },
  ProductKeyPartNumber: { type: 26, nuls: 1 },
  SystemDiskSerialNumber: { type: 28, nuls: 1 },
  VideoAdapter: { type: 30, nuls: 0 },
} as const

type TextName = keyof typeof TEXTS

export const TEXT_NAMES = [
  "ProcessorManufacturer",
  "ProcessorModel",
  "DiskSerialNumber",
  "TpmVersion",
  "SystemSerialNumber",
  "FirmwareVendor",
  "SystemManufacturer",
  "SystemProductName",
  "SkuNumber",
  "SystemFamily",
  "BoardManufacturer",
  "BoardProduct",
  "BoardVersion",
  "SystemVersion",
  "ProductKeyId",
  "ProductKeyPartNumber",
  "SystemDiskSerialNumber",
  "VideoAdapter",
] as const satisfies ReadonlyArray<TextName>

/**
 * A record that is one text. `nuls` is given only where the text does not end as such records do: with one NUL;
 * the processor's model filled up to 48 bytes; disk serial numbers and video adapters with none.
 */
export const Text = Schema.Struct({
  record: Schema.Literals(TEXT_NAMES),
  text: wellFormed.check(
    Schema.makeFilter(
      (text: string) => !text.endsWith("\0") || "Expected no NUL at the end: `nuls` counts them",
    ),
  ),
  nuls: Schema.optionalKey(u16),
})
export type Text = typeof Text.Type

export const readText =
  (record: TextName) =>
  (payload: Uint8Array): Text | undefined => {
    const whole = isWide(record) ? fromUtf16(payload) : fromUtf8(payload)
    if (whole === undefined) return undefined
    const text = whole.replace(/\0+$/, "")
    const nuls = whole.length - text.length
    return nuls === usualNuls(record, text) ? { record, text } : { record, text, nuls }
  }

export const writeText = ({ record, text, nuls }: Text): Uint8Array => {
  const whole = text + "\0".repeat(nuls ?? usualNuls(record, text))
  return isWide(record) ? toUtf16(whole) : toUtf8(whole)
}

const isWide = (record: TextName): boolean => record === "VideoAdapter"

const usualNuls = (record: TextName, text: string): number =>
  record === "ProcessorModel"
    ? Math.max(0, TEXTS.ProcessorModel.nuls - toUtf8(text).length)
    : TEXTS[record].nuls
