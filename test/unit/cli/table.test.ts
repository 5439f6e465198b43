import { stripVTControlCharacters } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { table } from "#adapters/cli"

interface Row {
  readonly id: string
  readonly name: string
}

const COLUMNS = [
  { title: "Name", text: ({ name }: Row) => name },
  { title: "Id", text: ({ id }: Row) => id, narrow: "whole" as const },
]
const PIPE = { columns: null, colour: false }
const ROWS = [
  { id: "1750b5a2-6913", name: "Contoso Book 13 with a long name" },
  { id: "1e6eab20-8fe1", name: "B" },
]

describe("a table", () => {
  it("has a line of titles and columns under each other, and nothing is cut in a pipe", () => {
    assert.strictEqual(
      table(ROWS, COLUMNS, PIPE),
      [
        "Name                              Id",
        "Contoso Book 13 with a long name  1750b5a2-6913",
        "B                                 1e6eab20-8fe1",
      ].join("\n"),
    )
  })

  it("fits the terminal: long texts are cut, ids never", () => {
    assert.strictEqual(
      table(ROWS, COLUMNS, { columns: 30, colour: false }),
      ["Name             Id", "Contoso Book 1\u2026  1750b5a2-6913", "B                1e6eab20-8fe1"].join(
        "\n",
      ),
    )
  })

  it("leaves out what may be left out, the least important first, and says so", () => {
    const columns = [
      { title: "Id", text: ({ id }: Row) => id },
      { title: "Name", text: ({ name }: Row) => name, leave: 2 },
      { title: "Length", text: ({ name }: Row) => `${name.length} letters`, leave: 1 },
    ]
    const titles = (width: number) => table(ROWS, columns, { columns: width, colour: false }).split("\n")
    assert.match(titles(80)[0] ?? "", /^Id +Name +Length$/)
    assert.match(titles(55)[0] ?? "", /^Id +Name$/)
    assert.match(titles(20)[0] ?? "", /^Id$/)
    assert.strictEqual(titles(80).length, 3)
    assert.strictEqual(titles(20).at(-1), "On a wider terminal, and with --json, also: Name, Length")
  })

  it("breaks long texts at blanks where a column asks for it, and never cuts a word that fits", () => {
    const columns = [
      { title: "What", text: ({ name }: Row) => name, narrow: "wrap" as const },
      { title: "Id", text: ({ id }: Row) => id, narrow: "whole" as const },
    ]
    assert.strictEqual(
      table(ROWS.slice(0, 1), columns, { columns: 38, colour: false }),
      ["What                     Id", "Contoso Book 13 with a   1750b5a2-6913", "long name"].join("\n"),
    )
  })

  it("counts wide and combining characters by the columns that they take", () => {
    const rows = [
      { id: "x", name: "日本" },
      { id: "y", name: "e\u0301" },
    ]
    assert.strictEqual(table(rows, COLUMNS, PIPE), ["Name  Id", "日本  x", "e\u0301     y"].join("\n"))
  })

  it("shows control characters as a mark, so that no cell can move the cursor", () => {
    const shown = table([{ id: "1", name: "a\u001b[31m\nb" }], COLUMNS, PIPE)
    assert.notInclude(shown, "\u001b")
    assert.strictEqual(shown.split("\n").length, 2)
  })

  it("colours titles on a screen that wants it, without moving a column", () => {
    const shown = table(ROWS, COLUMNS, { columns: null, colour: true })
    assert.include(shown, "\u001b[1mName\u001b[22m")
    const bare = stripVTControlCharacters(shown)
    assert.strictEqual(bare, table(ROWS, COLUMNS, PIPE))
  })

  it("never is wider than a terminal that has room for what is whole", () => {
    const text = fc.string({ minLength: 0, maxLength: 60, unit: "grapheme-ascii" })
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.stringMatching(/^[a-z]{1,8}$/), name: text }), { maxLength: 5 }),
        fc.integer({ min: 20, max: 100 }),
        (rows, columns) => {
          const printed = table(rows, COLUMNS, { columns, colour: false }).split("\n")
          assert.strictEqual(printed.length, rows.length + 1)
          for (const line of printed) assert.isAtMost(line.length, columns)
        },
      ),
      { numRuns: 200 },
    )
  })
})
