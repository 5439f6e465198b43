import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { embeddedFigures } from "../../bench/embedded-figures.ts"
import { eventStoreDbFigures } from "../../bench/figures/eventstoredb.ts"
import { markdownOf } from "../../bench/markdown.ts"
import { scaleNames } from "../../bench/scale/figures.ts"
import { SMALL } from "../../bench/scale/large-store.ts"
import { makingNames } from "../../bench/scale/making.ts"
import { serverNames } from "../../bench/scale/server.ts"

const page = readFileSync(new URL("../../../docs/performance.md", import.meta.url), "utf8")

const section = (title: string): string =>
  page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? ""

/** The rows of the table in a section, without its head. */
const rowsIn = (title: string): ReadonlyArray<ReadonlyArray<string>> =>
  section(title)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const worksIn = (title: string) => rowsIn(title).map(([work]) => work)

describe("docs/performance.md", () => {
  it("has a row for each figure of the bench, and no other", () => {
    const figures = [...embeddedFigures, ...eventStoreDbFigures].map(({ work }) => work)
    expect(worksIn("Stores of ordinary size")).toEqual(figures)
  })

  it("has a row for each figure of scale, and no other", () => {
    const devices = Number(/--scale (\d+)/.exec(section("Many devices"))?.[1])
    const figures = [
      ...Object.values(makingNames(devices)),
      ...scaleNames(SMALL, devices),
      ...Object.values(serverNames(devices)),
    ]
    expect(worksIn("Many devices")).toEqual(figures)
  })

  it("says on which machine, when and how each table was measured", () => {
    for (const title of ["Stores of ordinary size", "Many devices"])
      expect(section(title)).toMatch(
        /^Measured on \d{4}-\d\d-\d\d with `npm run bench -- --markdown.*`: .+, \d+ cores, \d+ GiB of memory.*, Node \d+/m,
      )
  })

  it("names each figure that is missed, and why", () => {
    const missed = [...rowsIn("Stores of ordinary size"), ...rowsIn("Many devices")].filter(
      (row) => row.at(-1) !== "yes",
    )
    for (const [work = ""] of missed) expect(section("What is missed, and why")).toContain(`**${work}**`)
  })
})

describe("the table of figures", () => {
  it("has units, thousands and what is missed for the eye", () => {
    const measured = [
      {
        work: "append",
        value: 12_345,
        unit: "appends/s",
        baseline: 15_000,
        ratio: 0.82,
        target: ">= 0.5",
        met: true,
      },
      {
        work: "memory",
        value: 589.1,
        unit: "MB",
        baseline: null,
        ratio: null,
        target: "<= 400 MB",
        met: false,
      },
    ]
    const circumstances = { machine: "two cores", date: "2026-11-25", command: "npm run bench" }
    expect(markdownOf(measured, circumstances)).toBe(
      `Measured on 2026-11-25 with \`npm run bench\`: two cores.

| work   | here             | baseline         | ratio | target    | met    |
| ------ | ---------------- | ---------------- | ----- | --------- | ------ |
| append | 12,345 appends/s | 15,000 appends/s | 0.82  | >= 0.5    | yes    |
| memory | 589.1 MB         | -                | -     | <= 400 MB | **no** |
`,
    )
  })
})
