import { Effect } from "effect"
import {
  type Projection,
  projection,
  ReadModels,
  shape,
  table,
  type Write,
  write,
} from "#projections/runtime"
import { record } from "./recorded-facts.ts"

/** A projection that counts tags: whatever is applied twice or not at all shows in the number. */
export const counting = (
  name: string,
  { version = 1, fails = () => false }: { version?: number; fails?: (tag: string) => boolean } = {},
): Projection => {
  const counts = table(name, { tag: "text", count: "integer" }, ["tag"])
  return projection({
    name,
    version,
    tables: [counts],
    on: {
      GroupTagChanged: ({ data }) => {
        const tag = data.after ?? ""
        if (fails(tag)) throw new Error(`the tag "${tag}" is not liked`)
        return [counted(name, tag)]
      },
    },
  })
}

const counted = (name: string, tag: string): Write =>
  write(
    `INSERT INTO {${name}} (tag, count) VALUES (?, 1) ON CONFLICT (tag) DO UPDATE SET count = count + 1`,
    tag,
  )

const countRow = shape({ tag: "text", count: "integer" })

/** What a counting projection has counted, by tag. */
export const counts = (name: string) =>
  Effect.gen(function* () {
    const { all } = yield* ReadModels
    const rows = yield* all(countRow, `SELECT tag, count FROM ${name} ORDER BY tag`)
    return Object.fromEntries(rows.map(({ count, tag }) => [tag, count]))
  })

const tagged = (after: string) => ({ type: "GroupTagChanged", data: { before: null, after } }) as const

/** Records changes of a device's group tag; gives the position of the last one. */
export const tagsOf = (...tags: ReadonlyArray<string>) => record("device-d1", ...tags.map(tagged))
