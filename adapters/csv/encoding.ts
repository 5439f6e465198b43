import { isAscii } from "node:buffer"
import { Result } from "effect"
import { NotText } from "./errors.ts"

/** The text of a file, without byte order mark, and how it was encoded. */
export interface DecodedText {
  readonly text: string
  readonly encoding: Encoding
}

export type Encoding = "ascii" | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252"

/** The first bytes of files that are picked by mistake. */
const SIGNATURES: ReadonlyArray<readonly [bytes: ReadonlyArray<number>, looksLike: string]> = [
  [[0xd0, 0xcf, 0x11, 0xe0], "an Excel workbook of the old kind (XLS) or another Office document"],
  [[0x89, 0x50, 0x4e, 0x47], "a PNG picture"],
  [[0xff, 0xd8, 0xff], "a JPEG picture"],
  [[0x47, 0x49, 0x46, 0x38], "a GIF picture"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document"],
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x4d, 0x53, 0x43, 0x46], "a CAB archive"],
  [[0x4d, 0x5a, 0x90], "a program"],
]
const ZIP = [0x50, 0x4b, 0x03, 0x04]

const startsWith = (bytes: Uint8Array, start: ReadonlyArray<number>): boolean =>
  start.every((byte, index) => bytes[index] === byte)

/**
 * Finds out how a file is encoded, and decodes it. Windows PowerShell's `Out-File` writes UTF-16LE with a byte order
 * mark, so that is what capture scripts leave behind; ANSI is read as Windows-1252.
 */
export const decodeText = (bytes: Uint8Array): Result.Result<DecodedText, NotText> => {
  const looksLike = signatureOf(bytes)
  if (looksLike !== undefined) return Result.fail(new NotText({ looksLike, offset: null }))
  const encoding = encodingOf(bytes)
  const text = decodeAs(bytes, encoding)
  if (text === undefined) return Result.fail(new NotText({ looksLike: "a damaged text", offset: null }))
  const stray = text.search(NO_TEXT)
  return stray < 0
    ? Result.succeed({ text, encoding })
    : Result.fail(new NotText({ looksLike: "a binary file", offset: byteOffset(text, stray, encoding) }))
}

/** Control characters that no text has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
const NO_TEXT = /[\u0000-\u0008\u000e-\u001f\u007f]/

const signatureOf = (bytes: Uint8Array): string | undefined => {
  if (startsWith(bytes, ZIP))
    return Buffer.from(bytes.subarray(0, 4096)).includes("[Content_Types].xml") ||
      Buffer.from(bytes).includes("xl/workbook")
      ? "an Excel workbook (XLSX)"
      : "a ZIP archive"
  return SIGNATURES.find(([start]) => startsWith(bytes, start))?.[1]
}

const encodingOf = (bytes: Uint8Array): Encoding => {
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le"
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be"
  const wide = wideEncoding(bytes.subarray(0, 4096))
  if (wide !== undefined) return wide
  if (isAscii(bytes)) return "ascii"
  return decodeAs(bytes, "utf-8") === undefined ? "windows-1252" : "utf-8"
}

/** Latin text in UTF-16 has a NUL in nearly every second byte, and none between. */
const wideEncoding = (bytes: Uint8Array): Encoding | undefined => {
  const pairs = Math.floor(bytes.length / 2)
  const nuls = (parity: number): number =>
    bytes.filter((byte, index) => byte === 0 && index % 2 === parity).length
  const [even, odd] = [nuls(0), nuls(1)]
  if (odd > pairs * 0.8 && even === 0) return "utf-16le"
  return even > pairs * 0.8 && odd === 0 ? "utf-16be" : undefined
}

/** `TextDecoder` takes the byte order mark away. */
const decodeAs = (bytes: Uint8Array, encoding: Encoding): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const byteOffset = (text: string, index: number, encoding: Encoding): number => {
  if (encoding.startsWith("utf-16")) return index * 2
  return encoding === "utf-8" ? Buffer.byteLength(text.slice(0, index), "utf8") : index
}
