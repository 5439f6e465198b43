import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { buildReport, encodeHash, type MachineSpec } from "#domain/hardware"
import { checkRows, type ImportRow, rejectedRow } from "#domain/import"
import { changed, hashText } from "../../support/hash-vectors.ts"
import { AFTER, BEFORE, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"

const hashOf = (machine: MachineSpec, when = BEFORE): string =>
  Result.getOrThrow(encodeHash(buildReport(machine, when)))

const row = (
  line: number,
  serialNumber: string | null,
  hash: string,
  more: Partial<ImportRow> = {},
): ImportRow => ({
  line,
  serialNumber,
  productId: null,
  hash,
  groupTag: null,
  assignedUser: null,
  notes: [],
  ...more,
})

const check = (...rows: ReadonlyArray<ImportRow>) => {
  const { usable, refused } = checkRows(rows)
  return { lines: usable.map((one) => one.row.line), usable, refused: refused.map(rejectedRow) }
}

const contoso = hashText("contoso-minimal")

describe("the rows of an import file", () => {
  it("are taken with what the hash says of the device", () => {
    const { usable, refused } = check(row(2, "CTS-0000001", contoso, { groupTag: "kiosk" }))
    expect(refused).toEqual([])
    expect(usable[0]).toMatchObject({
      row: { line: 2, groupTag: "kiosk", hash: contoso, notes: [] },
      hardware: { serialNumber: "CTS-0000001", manufacturer: "Contoso" },
    })
    expect(usable[0]?.keys.map(({ kind }) => kind)).toEqual(["ek", "uuid", "smbios", "pkid"])
  })

  it("are taken with repaired padding, and say so", () => {
    const { usable } = check(row(2, "CTS-0000001", contoso.slice(0, 3997), { notes: ["mended before"] }))
    expect(usable[0]?.row.hash).toBe(contoso)
    expect(usable[0]?.row.notes).toEqual([
      "mended before",
      expect.stringContaining("padding was wrong and was repaired"),
      expect.stringContaining("were restored"),
    ])
  })

  it("are refused one by one, and spoil no other", () => {
    const { lines, refused } = check(
      row(2, "CTS-0000001", changed("contoso-minimal", 690, 0x44)),
      row(3, null, contoso),
      row(4, "CTS-0000001", contoso),
      row(5, "8GA9536EF9", ""),
      row(6, "8GA9536EF9", hashText("anon-hp-x64-tool9")),
    )
    expect(lines).toEqual([4, 6])
    expect(refused).toEqual([
      {
        line: 2,
        serialNumber: "CTS-0000001",
        code: "802",
        name: "InvalidZtdHardwareHash",
        reason: expect.stringContaining("The checksum of the hardware hash is wrong: at byte 891"),
        remedy: expect.stringContaining("Capture the hash again"),
      },
      {
        line: 3,
        serialNumber: null,
        code: "803",
        name: "MissingZtdSerialNumberAndProductKey",
        reason: 'The column "Device Serial Number" is empty.',
        remedy: "Write the device's serial number into the first column and import the row again.",
      },
      expect.objectContaining({ line: 5, code: "802", reason: "The hardware hash is empty." }),
    ])
  })

  it("are refused with HashNot4k, which has no number, where the hash has another size", () => {
    expect(check(row(2, "CTS-0000001", contoso.slice(0, 2000))).refused[0]).toMatchObject({
      code: null,
      name: "HashNot4k",
    })
  })

  it("are refused where the serial number is not the one in the hash", () => {
    const { refused } = check(row(2, "CTS-0000002", contoso))
    expect(refused[0]).toMatchObject({
      code: "802",
      reason: 'The column "Device Serial Number" is "CTS-0000002", but the hardware hash says "CTS-0000001".',
      remedy: "Take serial number and hash from the same device.",
    })
  })

  it("name Excel where only leading zeros are missing", () => {
    const hash = hashOf({ ...NOTEBOOK, serialNumber: "0012345" })
    expect(check(row(2, "12345", hash)).refused[0]?.remedy).toContain("leading zeros, which Excel drops")
  })

  it("compare serial numbers without case and surrounding blanks", () => {
    expect(check(row(2, "cts-0000001", contoso)).lines).toEqual([2])
  })

  it("are refused where a product key id is not the one in the hash; another form of product id is left alone", () => {
    expect(check(row(2, "CTS-0000001", contoso, { productId: "3300000000002" })).refused[0]?.reason).toBe(
      'The column "Windows Product ID" is "3300000000002", but the hardware hash says "3300000000001".',
    )
    expect(check(row(2, "CTS-0000001", contoso, { productId: "3300000000001" })).lines).toEqual([2])
    expect(check(row(2, "CTS-0000001", contoso, { productId: "00330-80000-00000-AA123" })).lines).toEqual([2])
  })
})

describe("a row without a hash", () => {
  const tuple = { manufacturer: NOTEBOOK.manufacturer, model: NOTEBOOK.model }

  it("is looked up by its product key id, or by manufacturer, model and serial number", () => {
    const { usable } = check(
      row(2, null, "", { productId: NEIGHBOUR.productKeyId }),
      row(3, NOTEBOOK.serialNumber, "", tuple),
    )
    expect(usable).toMatchObject([
      { lookup: { by: "pkid", productKeyId: NEIGHBOUR.productKeyId } },
      { lookup: { by: "tuple", ...tuple, serialNumber: NOTEBOOK.serialNumber } },
    ])
  })

  it("is refused where a value is missing or a placeholder", () => {
    const { refused } = check(row(2, "To be filled by O.E.M.", "", tuple), row(3, null, "", tuple))
    expect(refused.map(({ code, name }) => `${code} ${name}`)).toEqual(
      Array(2).fill("803 MissingZtdSerialNumberAndProductKey"),
    )
  })

  it("is a duplicate of a row with the hash of the same device", () => {
    const { lines, refused } = check(
      row(2, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
      row(3, NOTEBOOK.serialNumber, "", tuple),
      row(4, null, "", { productId: NOTEBOOK.productKeyId }),
    )
    expect(lines).toEqual([2])
    expect(refused.map(({ name }) => name)).toEqual(Array(2).fill("ZtdDeviceDuplicated"))
  })
})

it("a row of a file that holds hashes alone takes its serial number from the hash", () => {
  expect(check(row(1, null, hashOf(NOTEBOOK), { serialNumberOptional: true })).lines).toEqual([1])
})

describe("a device that is in the file more than once", () => {
  it("is taken from its first row, even where the hashes were captured at different times", () => {
    const { lines, refused } = check(
      row(2, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
      row(3, NEIGHBOUR.serialNumber, hashOf(NEIGHBOUR)),
      row(4, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
      row(5, NOTEBOOK.serialNumber, hashOf(NOTEBOOK, AFTER)),
    )
    expect(lines).toEqual([2, 3])
    expect(refused.map(({ line, name, code }) => [line, name, code])).toEqual([
      [4, "ZtdDeviceDuplicated", null],
      [5, "ZtdDeviceDuplicated", null],
    ])
    expect(refused[1]?.reason).toBe(
      "Line 2 of the file is of the same device already: both have the same TPM key.",
    )
  })

  it("is taken from its first usable row", () => {
    const { lines } = check(
      row(2, "WRONG", hashOf(NOTEBOOK)),
      row(3, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
      row(4, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
    )
    expect(lines).toEqual([3])
  })

  it("is found by any identity key that two rows have in common", () => {
    const other = { ...NEIGHBOUR, uuid: NOTEBOOK.uuid }
    const { refused } = check(
      row(2, NOTEBOOK.serialNumber, hashOf(NOTEBOOK)),
      row(3, NEIGHBOUR.serialNumber, hashOf(other)),
    )
    expect(refused[0]?.reason).toContain("both have the same SMBIOS UUID")
  })
})
