import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { readDeviceFile } from "#adapters/device-files"
import { hashText } from "../../support/hash-vectors.ts"

const HASH = hashText("contoso-minimal")
const OTHER = hashText("anon-hp-x64-tool9")

const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, "utf16le")
const utf8 = (text: string): Uint8Array => Buffer.from(text)

const read = (bytes: Uint8Array) => Result.getOrThrow(readDeviceFile(bytes))
const refusal = (text: string) => {
  const result = readDeviceFile(utf8(text))
  return Result.isFailure(result) ? result.failure : undefined
}

/** A report as `oa3tool /Report` writes it; the licence in it is none. */
const oa3 = (hash: string) => `<?xml version="1.0"?>
<Key>
  <ProductKey>AAAAA-BBBBB-CCCCC-DDDDD-EEEEE</ProductKey>
  <ProductKeyID>3300000000001</ProductKeyID>
  <ProductKeyState>2</ProductKeyState>
  <HardwareHash>${hash}</HardwareHash>
</Key>
`

describe("a file of devices", () => {
  it("is recognised as CSV by everything else that it is not", () => {
    const { kind, rows } = read(utf8(`Device Serial Number,Windows Product ID,Hardware Hash\nS1,,${HASH}`))
    expect([kind, rows.length]).toEqual(["csv", 1])
  })

  it.each([
    ["UTF-8", utf8(oa3(HASH))],
    ["UTF-16", utf16(oa3(HASH))],
  ])("is recognised as the report of the OA3 tool, in %s", (_encoding, bytes) => {
    const { kind, rows } = read(bytes)
    expect(kind).toBe("oa3-report")
    expect(rows).toMatchObject([
      { line: 6, hash: HASH, productId: "3300000000001", serialNumber: null, serialNumberOptional: true },
    ])
  })

  it("keeps nothing of a licence that stands in a report", () => {
    expect(JSON.stringify(read(utf8(oa3(HASH))))).not.toContain("AAAAA-BBBBB")
  })

  it("may hold several reports, and comments that do not count", () => {
    const text = `<Keys><!-- <Key>\n</Key> -->${oa3(HASH).replace(/<\?.*\?>/, "")}${oa3(OTHER)}</Keys>`
    expect(read(utf8(text)).rows.map(({ hash, line }) => [line, hash === HASH])).toEqual([
      [7, true],
      [14, false],
    ])
  })

  it.each([
    ["<html></html>", "its first element is <html>; a report of the OA3 tool begins with <Key>"],
    ["<HardwareReport><HardwareInventory/></HardwareReport>", "what the OA3 tool prints of a hash"],
    ["<Key>\n<ProductKeyID>1</ProductKeyID>\n</Key>", "The <Key> in line 3 has no <HardwareHash>."],
    ['<!DOCTYPE x [\n<!ENTITY a "b">]>\n<Key/>', "Line 1 declares a document type or an entity"],
    [oa3(HASH).repeat(501), "more reports than one import takes"],
  ])("that is another XML is refused with what to take instead: %#", (text, says) => {
    const error = refusal(text)
    expect(error?._tag).toBe("NotOa3Report")
    expect(error?.message).toContain(says)
    expect(error?.message).toContain("Take the OA3.xml that oa3tool /Report writes")
  })

  it("that is XML which never ends is refused without long thought", () => {
    for (const text of ["<!--".repeat(400_000), "<Key>".repeat(400_000), `<Key ${"a ".repeat(400_000)}`])
      expect(refusal(text)?._tag).toBe("NotOa3Report")
  })

  it("is recognised as the text of a hash, which may be broken into lines", () => {
    const broken = HASH.replace(/(.{76})/g, "$1\r\n")
    // One of its lines looks like the beginning of a hash: "BOARD" has the letters "OA" in it.
    expect(broken.split("\r\n").filter((line) => line.startsWith("T0F")).length).toBe(2)
    const { kind, rows } = read(utf8(`\n${broken}\n\n${OTHER}\n${HASH}\n`))
    expect(kind).toBe("hash-text")
    expect(rows.map(({ hash }) => hash === HASH)).toEqual([true, false, true])
    expect(rows.map(({ line }) => line)).toEqual([2, 56, 57])
  })

  it("has at most 500 hashes", () => {
    expect(refusal("T0GAAAAA\n\n".repeat(501))?.message).toContain(
      "The file has 501 rows; one import takes 500.",
    )
  })
})
