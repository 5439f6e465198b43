import { readFileSync } from "node:fs"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { type CsvFile, checkFileSize, type FileError, MAX_BYTES, readCsv } from "#adapters/csv"
import { checkRows, rejectedRow } from "#domain/import"

const HEADER = "Device Serial Number,Windows Product ID,Hardware Hash"
const ALL = `${HEADER},Group Tag,Assigned User`

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string | Uint8Array): CsvFile =>
  Result.getOrThrow(readCsv(typeof text === "string" ? bytes(text) : text))
const failure = (text: string | Uint8Array): FileError => {
  const result = readCsv(typeof text === "string" ? bytes(text) : text)
  if (Result.isSuccess(result)) throw new Error("expected the file to be refused")
  return result.failure
}
const file = (name: string): Uint8Array => readFileSync(new URL(`../../data/csv/${name}`, import.meta.url))

const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const buffer = Buffer.from(text, "utf16le")
  return Uint8Array.from(bigEndian ? buffer.swap16() : buffer)
}

describe("the file of the capture script", () => {
  it("is read as it was written: UTF-16LE, byte order mark, CRLF", () => {
    const { encoding, notes, refused, rows } = read(file("AutopilotHWID.csv"))
    expect({ encoding, notes, refused }).toEqual({ encoding: "utf-16le", notes: [], refused: [] })
    expect(rows.map(({ line, serialNumber, groupTag }) => [line, serialNumber, groupTag])).toEqual([
      [2, "8GA9536EF9", null],
      [3, "CTS-0000001", null],
      [4, "H92463065H871E16", null],
    ])
    expect(checkRows(rows).usable).toHaveLength(3)
  })

  it("may have group tags and assigned users", () => {
    const { rows } = read(file("AutopilotHWID-tagged.csv"))
    expect(rows.map(({ groupTag, assignedUser }) => [groupTag, assignedUser])).toEqual([
      ["sales", "megan@contoso.example"],
      ["kiosk", null],
      ["sales", null],
    ])
    expect(checkRows(rows).usable).toHaveLength(3)
  })
})

describe("the encoding of a file", () => {
  const text = `${ALL}\r\nSN1,,hash,Büro,\r\n`
  it.each([
    ["utf-8", bytes(text)],
    ["utf-8", bytes(`\uFEFF${text}`)],
    ["utf-16le", utf16(`\uFEFF${text}`)],
    ["utf-16le", utf16(text)],
    ["utf-16be", utf16(`\uFEFF${text}`, true)],
    ["utf-16be", utf16(text, true)],
    ["windows-1252", Uint8Array.from(Buffer.from(text, "latin1"))],
  ])("is found: %s", (encoding, encoded) => {
    expect(read(encoded)).toMatchObject({
      encoding,
      rows: [{ line: 2, serialNumber: "SN1", groupTag: "Büro" }],
    })
  })

  it("is ascii where no character is beyond it", () => {
    expect(read(`${HEADER}\nSN1,,hash`).encoding).toBe("ascii")
  })
})

describe("the rows of a file", () => {
  it("have the line numbers of the file, whatever ends its lines and however many are blank", () => {
    const { rows } = read(`\n${HEADER}\r\nA,,1\n\n \r\n,,\nB,,2\rC,,3\n`)
    expect(rows.map(({ line, serialNumber }) => [line, serialNumber])).toEqual([
      [3, "A"],
      [7, "B"],
      [8, "C"],
    ])
  })

  it("lose blanks and invisible characters around values, with a note", () => {
    const { rows } = read(`${HEADER}\n SN1\t,PK ,\u200bhash`)
    expect(rows[0]).toEqual({
      line: 2,
      serialNumber: "SN1",
      productId: "PK",
      hash: "hash",
      groupTag: null,
      assignedUser: null,
      notes: [
        '2 blanks around "Device Serial Number" were removed.',
        '1 blank around "Windows Product ID" was removed.',
        '1 invisible character around "Hardware Hash" was removed.',
      ],
    })
  })

  it("are refused one by one where they are not built as the header says", () => {
    const { rows, refused } = read(`${HEADER}\nA,,1\n"B",,2\nC,,3,tag\nD\nE,,5`)
    expect(rows.map(({ serialNumber }) => serialNumber)).toEqual(["A", "E"])
    expect(refused.map(({ line, message }) => [line, message])).toEqual([
      [
        3,
        "The row has quotation marks; an import file has none. Write the values without quotation marks; values cannot contain commas.",
      ],
      [
        4,
        "The row has 4 columns; the header has 3. Write 3 columns with 2 commas between them; values cannot contain commas.",
      ],
      [
        5,
        "The row has 1 column; the header has 3. Write 3 columns with 2 commas between them; values cannot contain commas.",
      ],
    ])
    expect(refused.map(rejectedRow)[0]).toMatchObject({ code: "801", name: "InvalidZtdRequestBody" })
  })

  it.each([
    ["Device Serial Number", "1.23457E+12,,hash", "1.23457E+12"],
    ["Device Serial Number", "1,23E+12", undefined],
    ["Windows Product ID", "A,1.91235E+12,hash", "1.91235E+12"],
    ["Hardware Hash", "A,,#NAME?", "#NAME?"],
    ["Hardware Hash", "A,,########", "########"],
  ])("name what Excel has done to %s: %s", (column, line, found) => {
    const [error] = read(`${HEADER}\n${line}`).refused
    if (found === undefined) expect(error).toMatchObject({ _tag: "RowMalformed" })
    else {
      expect(error).toMatchObject({ _tag: "SpoiltByExcel", column, found })
      expect(error?.message).toContain(`The column "${column}" is "${found}": Excel has changed the value.`)
    }
  })

  it("are refused where a value is too long, and quote no more of it than a line can show", () => {
    const [error] = read(`${HEADER}\n${"S".repeat(513)},,hash`).refused
    expect(error).toMatchObject({ _tag: "CellTooLong", length: 513, serialNumber: `${"S".repeat(57)}...` })
    expect(read(`${HEADER}\n${"S".repeat(512)},,hash`).refused).toEqual([])
  })
})

describe("a header that is wrong", () => {
  it.each([
    [
      HEADER.toLowerCase(),
      "case",
      1,
      'Column 1 of the header is "device serial number"; upper and lower case',
    ],
    [
      `Device Serial Number,Windows Product Id,Hardware Hash`,
      "case",
      2,
      'must be as in "Windows Product ID"',
    ],
    [
      "Hardware Hash,Windows Product ID,Device Serial Number",
      "order",
      1,
      'Column 1 of the header is "Hardware Hash"; expected "Device Serial Number" there',
    ],
    [
      "Device Serial Number,Hardware Hash",
      "missing",
      2,
      'Column 2 of the header must be "Windows Product ID", which is missing (found "Hardware Hash")',
    ],
    ["Device Serial Number,Windows Product ID", "missing", 3, '"Hardware Hash", which is missing.'],
    [`${HEADER},Assigned User`, "missing", 4, 'Column 4 of the header must be "Group Tag", which is missing'],
    [`${ALL},Notes`, "extra", 6, 'Column 6 of the header is "Notes", which is one too many'],
    [`${HEADER},Location`, "extra", 4, 'Column 4 of the header is "Location", which is one too many'],
    [`${HEADER},`, "extra", 4, "Column 4 of the header is empty, which is one too many"],
    ["Serial,Windows Product ID,Hardware Hash", "unknown", 1, '"Serial"; expected "Device Serial Number"'],
    [ALL.replaceAll(",", ";"), "semicolons", 1, "separated by semicolons, as Excel writes them"],
    [HEADER.replaceAll(",", "\t"), "tabs", 1, "separated by tabs"],
    [`"${HEADER.replaceAll(",", '","')}"`, "quotation marks", 1, "written in quotation marks"],
    [`SN1,,T0G${"A".repeat(3997)}`, "no header", 1, "The file has no header"],
  ])(
    "is named with the column, what was found and what was expected: %s",
    (header, problem, column, says) => {
      const error = failure(`${header}\nSN1,,hash\n`)
      expect(error).toMatchObject({ _tag: "WrongHeader", problem, column })
      expect(error.message).toContain(says)
      expect(error.message).toContain(
        `exactly so, with or without the bracketed columns: ${HEADER}[,Group Tag[,Assigned User]]`,
      )
    },
  )

  it("of a partner's file is named with its own columns", () => {
    const error = failure("Device serial number,Hardware hash,Manufacturer name,Device model\nSN1,hash,a,b\n")
    expect(error).toMatchObject({ _tag: "WrongHeader", problem: "partner file" })
    expect(error.message).toContain("Hardware Hash,Manufacturer Name,Device Model[,Group Tag]")
  })

  it("may have blanks around its names, which are noted", () => {
    expect(read(`${HEADER} \nSN1,,hash`).notes).toEqual(['1 blank around "Hardware Hash" was removed.'])
  })
})

describe("a partner's file", () => {
  const PARTNERS = "Device serial number,Windows product ID,Hardware hash,Manufacturer name,Device model"

  it("names machines by hash, by product key id, or by manufacturer, model and serial number", () => {
    const { rows } = read(`${PARTNERS}\n,,hash,,\n,3300000000042,,,\nSN1,,,Contoso,Book 1\n`)
    expect(rows).toMatchObject([
      { line: 2, hash: "hash", serialNumber: null, serialNumberOptional: true },
      { line: 3, hash: "", productId: "3300000000042" },
      { line: 4, serialNumber: "SN1", manufacturer: "Contoso", model: "Book 1", groupTag: null },
    ])
  })

  it("may give the group tags of its devices, and has 1000 rows at most", () => {
    const rows = (count: number) => `${PARTNERS},Group Tag\n${"SN1,,,Contoso,Book 1,sales\n".repeat(count)}`
    expect(read(rows(1000)).rows[0]).toMatchObject({ groupTag: "sales" })
    expect(failure(rows(1001)).message).toContain("The file has 1001 rows; one import takes 1000.")
  })
})

describe("a file that cannot be taken at all", () => {
  it("is empty, or has a header only", () => {
    expect(failure("").message).toContain("The file is empty.")
    expect(failure(Uint8Array.of(0xff, 0xfe)).message).toContain("The file is empty.")
    expect(failure("\r\n \r\n").message).toContain("The file is empty.")
    expect(failure(`${HEADER}\r\n\r\n`).message).toContain("The file has a header and no rows.")
  })

  it("has more than 500 rows, and can be split", () => {
    const rows = (count: number) => `${HEADER}\n${"S,,h\n".repeat(count)}`
    expect(read(rows(500)).rows).toHaveLength(500)
    expect(failure(rows(501)).message).toBe(
      "The file has 501 rows; one import takes 500. Split it into 2 files, each with the header, and import one after the other.",
    )
  })

  it.each([
    ["an Excel workbook (XLSX)", [0x50, 0x4b, 3, 4, ...Buffer.from("...[Content_Types].xml")]],
    ["a ZIP archive", [0x50, 0x4b, 3, 4, 20, 0, 0, 0]],
    ["an Excel workbook of the old kind (XLS) or another Office document", [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ["a PNG picture", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]],
    ["a PDF document", [...Buffer.from("%PDF-1.7")]],
  ])("is %s", (looksLike, start) => {
    const error = failure(Uint8Array.from(start))
    expect(error).toMatchObject({ _tag: "NotText", looksLike })
    expect(error.message).toContain(`it looks like ${looksLike}`)
  })

  it("is a binary file, and says where", () => {
    expect(failure(Uint8Array.from([...bytes(HEADER), 0, 1, 2])).message).toContain(
      `it looks like a binary file (byte ${HEADER.length} is no character)`,
    )
    expect(failure(utf16(`\uFEFF${HEADER}`).subarray(0, 51))).toMatchObject({ looksLike: "a damaged text" })
  })

  it("is larger than any import file, which is told by its size alone", () => {
    const result = checkFileSize(100 * 1024 * 1024)
    expect(Result.isFailure(result) && result.failure.message).toBe(
      "The file has 104857600 bytes (100.0 MiB); at most 10485760 bytes (10.0 MiB) are read. " +
        "An import file has at most 500 rows. Check that this is the right file, or split it.",
    )
    expect(Result.isSuccess(checkFileSize(MAX_BYTES))).toBe(true)
    expect(failure(new Uint8Array(MAX_BYTES + 1))).toMatchObject({ _tag: "FileTooLarge" })
  })
})
