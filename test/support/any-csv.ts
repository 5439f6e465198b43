import fc from "fast-check"
import { hashText } from "./hash-vectors.ts"

export const CSV_HEADER = "Device Serial Number,Windows Product ID,Hardware Hash"

/** Lines as they are found and as they are not: good rows, cut ones, quoted ones, and noise. */
export const csvLines = fc.array(
  fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      "S1,,",
      '"S1",,x',
      "S1,,x,y",
      "",
      " , ,",
      "é,ü,ß",
      `CTS-0000001,,${hashText("contoso-minimal")}`,
    ),
  ),
  { maxLength: 12 },
)

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Files of any bytes, and of such lines in two encodings. */
export const anyCsvFile = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  csvLines.map((all) => encode([CSV_HEADER, ...all].join("\n"))),
  csvLines.map((all) => Uint8Array.from(Buffer.from([CSV_HEADER, ...all].join("\r\n"), "utf16le"))),
)
