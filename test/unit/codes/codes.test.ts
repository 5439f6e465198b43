import { describe, expect, it } from "vitest"
import {
  type CatalogueEntry,
  CODE_CONTEXTS,
  CODES,
  findCode,
  findCodes,
  registrationCode,
} from "#domain/codes"

describe("the catalogue of codes", () => {
  it("finds an error by code, by name and by another name of it, without regard to case", () => {
    expect(findCode("registration", "806")?.name).toBe("ZtdDeviceAlreadyAssigned")
    expect(findCode("registration", "ZtdDeviceAssignedToAnotherTenant")?.code).toBe("808")
    expect(findCode("deployment", "0x80180018")?.meaning).toContain("no licence")
    expect(findCode("page", "0x87d1041c")?.code).toBe("0x87D1041C")
    expect(findCode("registration", "ztddeviceduplicated")).toMatchObject({ code: null })
  })

  it("keeps the contexts apart: 807 and 809 are met in two of them", () => {
    expect(findCode("registration", "809")?.name).toBe("ZtdProfileIsNotRegistered")
    expect(findCode("device", "809")?.meaning).toContain("does not exist any more")
    expect(findCode("device", "815")?.name).toBe("ZtdDeviceHasNoAssignedProfile")
    expect(findCode("device", "806")).toBeUndefined()
  })

  it("keeps a time-out before the page, which is about the TPM, apart from that of the page", () => {
    expect(findCode("deployment", "0x800705B4")?.cure).toContain("TPM 2.0")
    expect(findCode("page", "0x800705B4")?.cure).toContain("give the page more time")
  })

  it("does not know the codes that Microsoft has not published", () => {
    expect(findCode("registration", "804")).toBeUndefined()
    expect(findCode("registration", "805")).toBeUndefined()
  })

  it("says of every error what it means and what to do, in sentences", () => {
    for (const { context, name, meaning, cure } of CODES) {
      expect(meaning, `${context} ${name}`).toMatch(/^[A-Z].*\.$/)
      expect(cure, `${context} ${name}`).toMatch(/^[A-Z].*\.$/)
    }
  })

  it("has each code once in a context", () => {
    const codes = CODES.flatMap(({ context, code }) => (code === null ? [] : [`${context} ${code}`]))
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(40)
  })

  it("gives the entry of a registration error by its name", () => {
    expect(registrationCode("HashNot4k")).toMatchObject({
      context: "registration",
      name: "HashNot4k",
      code: null,
    })
    expect(registrationCode("InvalidZtdHardwareHash").code).toBe("802")
  })

  it("tells what a number means in each place where it is met", () => {
    expect(findCodes("809").map(({ context, name }) => `${context} ${name}`)).toEqual([
      "registration ZtdProfileIsNotRegistered",
      "device ZtdAssignedProfileDoesNotExist",
    ])
    expect(findCodes("E_FAIL").map(({ code }) => code)).toEqual(["0x80004005"])
    expect(findCodes("0x12345678")).toEqual([])
  })
})

const HEADINGS = {
  registration: "What a registration answers",
  device: "What a device meets when it asks for its profile",
  deployment: "What goes wrong between power-on and the desktop",
  page: "What goes wrong on the Enrollment Status Page",
} as const

const rowOf = ({ alsoCalled = [], code, cure, meaning, name }: CatalogueEntry): ReadonlyArray<string> => [
  code ?? "",
  [name, ...alsoCalled].filter((text) => text !== code).join(", "),
  meaning,
  cure,
]

/** A table as the formatter writes it: columns of one width. */
const tableOf = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? []
  const line = (cells: ReadonlyArray<string>): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  const [titles = [], ...body] = rows
  return [line(titles), line(widths.map((width) => "-".repeat(width))), ...body.map(line)]
}

const section = (context: (typeof CODE_CONTEXTS)[number]): ReadonlyArray<string> => [
  `## ${HEADINGS[context]}`,
  "",
  ...tableOf([
    ["Code", "Name", "Meaning", "What to do"],
    ...CODES.filter((entry) => entry.context === context).map(rowOf),
  ]),
  "",
]

it("docs/codes.md has every code (vitest -u writes it)", async () => {
  const text = [
    "# Error codes",
    "",
    "The same table answers `flightlog codes [CODE]`, `GET /api/codes`, and stands behind every refusal. A number means",
    "different things in different places; codes that are not here may exist.",
    "",
    ...CODE_CONTEXTS.flatMap(section),
  ].join("\n")
  await expect(text).toMatchFileSnapshot("../../../docs/codes.md")
})
