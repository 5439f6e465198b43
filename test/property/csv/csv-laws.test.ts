import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { MAX_BYTES, readCsv } from "#adapters/csv"
import { checkRows } from "#domain/import"
import { anyCsvFile, CSV_HEADER, csvLines } from "../../support/any-csv.ts"

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

describe("reading a CSV file", () => {
  it("throws nothing for any bytes, and neither does the check of its rows", () => {
    fc.assert(
      fc.property(anyCsvFile, (bytes) => {
        const result = readCsv(bytes)
        if (Result.isFailure(result)) expect(result.failure.message.length).toBeGreaterThan(20)
        else
          for (const error of checkRows(result.success.rows).refused)
            expect(error.message.length).toBeGreaterThan(20)
      }),
      { numRuns: 300 },
    )
  })

  it("loses no line: every line that carries anything is a row or is refused, by its number", () => {
    fc.assert(
      fc.property(csvLines, (all) => {
        const text = [CSV_HEADER, ...all.map((line) => line.replace(/[\r\n]/g, ""))].join("\n")
        const carrying = text
          .split("\n")
          .flatMap((line, index) => (/[^\s,]/.test(line) && index > 0 ? [index + 1] : []))
        const result = readCsv(encode(text))
        if (Result.isFailure(result)) return
        const { rows, refused } = result.success
        expect([...rows, ...refused].map(({ line }) => line).sort((a, b) => a - b)).toEqual(carrying)
      }),
      { numRuns: 200 },
    )
  })

  it("reads the same rows from every encoding", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Z0-9äöü-]{1,12}$/), { minLength: 1, maxLength: 5 }),
        (serials) => {
          const text = [CSV_HEADER, ...serials.map((serial) => `${serial},,hash`)].join("\r\n")
          const read = (bytes: Uint8Array) => Result.getOrThrow(readCsv(bytes)).rows
          const rows = read(encode(text))
          expect(rows.map(({ serialNumber }) => serialNumber)).toEqual(serials)
          expect(read(Uint8Array.from(Buffer.from(`\uFEFF${text}`, "utf16le")))).toEqual(rows)
          expect(read(Uint8Array.from(Buffer.from(text, "utf16le")))).toEqual(rows)
          expect(read(Uint8Array.from(Buffer.from(text, "latin1")))).toEqual(rows)
        },
      ),
      { numRuns: 100 },
    )
  })

  it.each([
    ["blank lines", "\n".repeat(MAX_BYTES), "NoRows"],
    ["commas", `${CSV_HEADER}\n${",".repeat(MAX_BYTES - 60)}x`, "RowMalformed"],
    ["lines of blanks", `${CSV_HEADER}\n${" \n".repeat(MAX_BYTES / 2 - 60)}`, "NoRows"],
    ["one value with blanks inside", `${CSV_HEADER}\nS${" ".repeat(MAX_BYTES - 80)}b,,x`, "CellTooLong"],
    ["one hash of padding", `${CSV_HEADER}\nS,,T0G${"=".repeat(MAX_BYTES - 80)}b`, "HashRefused"],
    ["hashes of padding", `${CSV_HEADER}\n${`S,,T0G${"=".repeat(19_000)}b\n`.repeat(500)}`, "HashRefused"],
    ["short rows", `${CSV_HEADER}\n${"a\n".repeat(MAX_BYTES / 2 - 60)}`, "TooManyRows"],
  ])(
    "takes seconds at most for the largest file of %s",
    (_name, text, tag) => {
      const result = readCsv(encode(text))
      const error = Result.isFailure(result)
        ? result.failure
        : [...result.success.refused, ...checkRows(result.success.rows).refused][0]
      expect(error?._tag).toBe(tag)
    },
    5000,
  )
})
