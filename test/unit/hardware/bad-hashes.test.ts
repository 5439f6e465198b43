import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { decodeHash, encodeHash } from "#domain/hardware"
import { changed, errorOf, hashBytes, hashText, sealed } from "../../support/hash-vectors.ts"

const contoso = hashText("contoso-minimal")
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64")

describe("a text that is no hash", () => {
  it.each([
    ["", "nothing", "The hardware hash is empty."],
    ["1912351072284", "a product key id", '"1912351072284" looks like a product key id'],
    ["VK7JG-NPHTM-C97JM-9MPGT-3V66T", "a product key", "looks like a product key,"],
    ["Contoso,Contoso Book 1,CTS-0000001", "a tuple", "looks like a tuple,"],
    ["CTS-0000001", "a short text", '"CTS-0000001" looks like a short text'],
  ])("is named for what it looks like: %j", (text, looksLike, says) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ _tag: "NotAHash", looksLike, autopilot: "InvalidZtdHardwareHash" })
    expect(error.message).toContain(says)
  })

  it.each([
    ["*", "Expected A-Z, a-z, 0-9"],
    [" ", "remove blanks and line breaks"],
    ["\n", "remove blanks and line breaks"],
    ["-", "URL-safe Base64"],
    ["=", "at the end only"],
    ["\0", "The text is UTF-16"],
    ["é", "Expected A-Z"],
  ])("names the first character that is not Base64: %j", (character, hint) => {
    const error = errorOf(contoso.slice(0, 500) + character + contoso.slice(501))
    expect(error).toMatchObject({ _tag: "NotBase64", character: 501, found: JSON.stringify(character) })
    expect(error.message).toContain(hint)
  })

  it("is refused where its last character carries bits that no byte takes", () => {
    const error = errorOf(`${contoso.slice(0, 3997)}B==`)
    expect(error).toMatchObject({ _tag: "NotBase64", character: 3998 })
    expect(error.message).toContain("its end is missing")
  })
})

describe("Base64 padding", () => {
  const textOf = (text: string) => Result.getOrThrow(decodeHash(text))

  it.each([
    [
      contoso.slice(0, 3999),
      '3999 characters with no "=" at the end became 3999 characters with "="',
      "The last byte",
    ],
    [contoso.slice(0, 3998), 'became 3998 characters with "=="', "The last 2 bytes"],
    [
      contoso.slice(0, 3997),
      'became 3998 characters with "==" (one "A", null data, added)',
      "The last 2 bytes",
    ],
    [`${contoso.slice(0, 3998)}=`, 'became 3998 characters with "=="', "The last 2 bytes"],
  ])("is repaired as Microsoft's page says, and the null data at the end restored", (text, padding, data) => {
    const { text: repaired, repairs } = textOf(text)
    expect(repaired).toBe(contoso)
    expect(repairs.map(({ kind }) => kind)).toEqual(["padding", "null data"])
    expect(repairs[0]?.says).toContain(padding)
    expect(repairs[1]?.says).toContain(data)
  })

  it("may be surplus", () => {
    expect(textOf(`${contoso}==`)).toMatchObject({ text: contoso, repairs: [{ kind: "padding" }] })
  })

  it("needs no repair where the text is whole", () => {
    expect(textOf(contoso).repairs).toEqual([])
  })

  it("that is right still leaves null data to be restored", () => {
    expect(textOf(`${contoso.slice(0, 3998)}==`).repairs.map(({ kind }) => kind)).toEqual(["null data"])
  })
})

describe("bytes that are no sound hash", () => {
  it.each([2997, 2048, 3001, 4000])("are refused with HashNot4k where there are %i of them", (size) => {
    const bytes = new Uint8Array(size)
    bytes.set(hashBytes("contoso-minimal").subarray(0, Math.min(size, 3000)))
    expect(errorOf(base64(bytes))).toMatchObject({
      _tag: "HashNot4k",
      size,
      expected: 3000,
      autopilot: "HashNot4k",
    })
  })

  it("are refused where they do not begin with OA", () => {
    expect(errorOf(changed("contoso-minimal", 0, 0x50, 0x4b))).toMatchObject({
      _tag: "MalformedHash",
      part: "magic",
      offset: 0,
      found: "50 4B",
      expected: '4F 41 ("OA")',
    })
  })

  it.each([
    [[0xff, 0xff], "65535"],
    [[0x95, 0x0b], "2965"],
    [[0x03, 0x00], "3"],
  ])("are refused where the total length runs over: %j", (length, found) => {
    expect(errorOf(changed("contoso-minimal", 2, ...length))).toMatchObject({
      _tag: "MalformedHash",
      part: "total length",
      offset: 2,
      found,
    })
  })

  it("are refused where CS is missing at the end of the records", () => {
    expect(errorOf(changed("contoso-minimal", 887, 0))).toMatchObject({
      _tag: "MalformedHash",
      part: "checksum tag",
      offset: 887,
      found: "00 53",
    })
    expect(errorOf(changed("contoso-minimal", 889, 35))).toMatchObject({
      part: "checksum length",
      offset: 889,
    })
  })

  it.each([
    [6, 3, "3", "4 to 883, as the records end at 887"],
    [6, 0, "0", "4 to 883, as the records end at 887"],
    [7, 0x0c, "3100", "4 to 883, as the records end at 887"],
  ])("name the record whose length runs over or under, at byte %i", (at, byte, found, expected) => {
    expect(errorOf(changed("contoso-minimal", at, byte))).toMatchObject({
      _tag: "MalformedHash",
      part: "record length",
      offset: 6,
      found,
      expected,
    })
  })

  it("name a record's header that is cut off by the end of the records", () => {
    expect(errorOf(base64(sealed(Uint8Array.of(1, 0, 5, 0, 0, 2, 0))))).toMatchObject({
      part: "record header",
      offset: 9,
      found: "2 bytes",
    })
  })

  it("are refused where one bit of a record was flipped", () => {
    const error = errorOf(changed("contoso-minimal", 690, 0x44))
    expect(error).toMatchObject({
      _tag: "ChecksumMismatch",
      offset: 891,
      found: "fc866dd787f5bbabcd943ac1c1e2753451cb8170b19c98144941d0cc0e97eb07",
    })
    expect(error.message).toContain("the SHA-256 of bytes 0 to 886 is")
  })

  it("are refused where one bit of the checksum or of the padding was flipped", () => {
    expect(errorOf(changed("contoso-minimal", 900, 1))).toMatchObject({ _tag: "ChecksumMismatch" })
    expect(errorOf(changed("contoso-minimal", 2999, 1))).toMatchObject({
      _tag: "MalformedHash",
      part: "padding",
      offset: 2999,
      found: "01",
    })
  })

  it("never quote the hash itself", () => {
    for (const error of [errorOf(changed("contoso-minimal", 690, 0x44)), errorOf(contoso.slice(0, 2000))])
      expect(error.message.length).toBeLessThan(300)
  })

  it("are decoded without records where there are none", () => {
    const empty = base64(sealed(new Uint8Array()))
    expect(Result.getOrThrow(Result.flatMap(decodeHash(empty), ({ report }) => encodeHash(report)))).toBe(
      empty,
    )
  })
})
