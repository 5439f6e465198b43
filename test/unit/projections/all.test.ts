import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { allProjections } from "#projections/all"

const root = new URL("../../../", import.meta.url)

const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8")

/** The rooms of projections that define one. */
const rooms = readdirSync(new URL("projections/", root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "runtime")
  .map(({ name }) => name)
  .filter((name) =>
    readdirSync(new URL(`projections/${name}/`, root)).some((file) =>
      /= projection\(\{/.test(textOf(`projections/${name}/${file}`)),
    ),
  )

describe("the read models of the service", () => {
  it("are those that have a room, each named after it", () => {
    expect(allProjections.map(({ name }) => name).toSorted()).toEqual(rooms.toSorted())
  })

  it("have tables of their own, which nobody else writes", () => {
    const tables = allProjections.flatMap((one) => one.tables.map(({ name }) => name))
    expect(new Set(tables).size).toBe(tables.length)
  })
})

describe("docs/projections.md", () => {
  const page = textOf("docs/projections.md")
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code)

  it("shows the read model and the test that are run here", () => {
    expect(blocks).toEqual([
      textOf("test/unit/projections/example/group-tags.ts"),
      textOf("test/unit/projections/example/group-tags.test.ts"),
    ])
  })
})
