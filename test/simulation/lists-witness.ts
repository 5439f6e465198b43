import { Context, Effect } from "effect"
import { allProjections } from "#projections/all"
import {
  type Advance,
  type Projection,
  ReadModelFile,
  type Standing,
  type TableLayout,
} from "#projections/runtime"
import { Keys, type Position, type RecordedEvent, START } from "#workflows/ports"
import type { Fed } from "../../projections/runtime/advance.ts"
import { feedItem } from "../../projections/runtime/feed.ts"
import type { Notes } from "./violation.ts"

type File = ReadModelFile["Service"]

/** The rows of a table in the order of its key, as one text that SQLite makes: much quicker than rows that are made into objects. */
const textSql = ({ columns, key, name }: TableLayout): string => {
  const names = Object.keys(columns).map((column) => `"${column}"`)
  const order = key.map((column) => `"${column}"`)
  return `SELECT group_concat(json_array(${names.join(", ")}), char(10) ORDER BY ${order.join(", ")}) AS text FROM "${name}"`
}

const TEXTS = new Map(
  allProjections.map(({ name, tables }) => [
    name,
    tables.map((table) => ({ table: table.name, sql: textSql(table) })),
  ]),
)

/** The texts of a file's tables as they were read last. */
type Known = Map<string, unknown>

/** Forgets the tables that an advance writes: its SQL names them in braces. */
const forget = (known: Known, { steps }: Advance): void => {
  for (const { writes } of steps)
    for (const { sql } of writes) for (const [, table] of sql.matchAll(/\{(\w+)\}/g)) known.delete(table!)
}

/** What the tables of a projection hold; those that were not written are as they were known. */
const contentOf = Effect.fnUntraced(function* ({ query }: File, name: string, known: Known) {
  const texts: Array<unknown> = []
  for (const { sql, table } of TEXTS.get(name) ?? []) {
    if (!known.has(table)) known.set(table, (yield* query(sql, []))[0]?.text)
    texts.push(known.get(table))
  }
  return texts.join("\n\n")
})

/** What the tables of a projection hold once everything up to a position is applied. */
interface Content {
  readonly position: Position
  readonly text: string
}

/**
 * Folds the log by itself, event by event, and compares every list of every node with what the fold says at the position where
 * the list stands.
 */
export const makeListsWitness = ({ broken }: Notes, keys: Keys["Service"], file: File) => {
  const own: Known = new Map()
  const watched: File = {
    ...file,
    commit: (advances) => {
      for (const advance of advances) forget(own, advance)
      return file.commit(advances)
    },
  }
  const run = Effect.runSyncWith(Context.make(Keys, keys).pipe(Context.add(ReadModelFile, watched)))
  const contents = new Map<string, Array<Content>>()
  let fed: ReadonlyArray<Fed> = allProjections.map((projection) => {
    const { name } = projection
    const standing = run(file.install(projection))
    contents.set(name, [{ position: START, text: run(contentOf(file, name, own)) }])
    return { projection, standing }
  })

  const isTouched = ({ applyAny, handles }: Projection, { type }: RecordedEvent): boolean =>
    applyAny !== undefined || handles.has(type)

  /** What a projection is to hold at a position. */
  const expected = (name: string, position: Position): string | undefined =>
    contents.get(name)?.findLast((content) => content.position <= position)?.text

  const compareOne = (node: string, nodeFile: File, known: Known, { name, poison, position }: Standing) => {
    if (poison !== null) broken("every event can be applied", `${node}, ${name}: ${poison.reason}`)
    else if (Effect.runSync(contentOf(nodeFile, name, known)) !== expected(name, position))
      broken("a list is the fold of the log", `"${name}" of ${node} at ${position || "the start"}`)
  }

  /** By the file of a node in one of its lives. */
  const knownOf = new WeakMap<File, Known>()

  return {
    stored(event: RecordedEvent): void {
      fed = run(feedItem(fed, { _tag: "Events", events: [event] }))
      const { position } = event
      for (const { projection, standing } of fed) {
        const { name } = projection
        if (standing.poison !== null)
          broken("every event can be applied", `${name}: ${standing.poison.reason}`)
        if (isTouched(projection, event))
          contents.get(name)?.push({ position, text: run(contentOf(file, name, own)) })
      }
    },
    /** Compares the lists that a node has just written with the fold up to where they stand: of them, the tables that were written. */
    committed(
      node: string,
      nodeFile: File,
      advances: ReadonlyArray<Advance>,
      standings: ReadonlyArray<Standing>,
    ) {
      const known = knownOf.get(nodeFile) ?? new Map()
      knownOf.set(nodeFile, known)
      const moved = advances.filter(({ steps }) => steps.length > 0)
      for (const advance of moved) forget(known, advance)
      const names = new Set(moved.map(({ standing }) => standing.name))
      for (const standing of standings)
        if (names.has(standing.name)) compareOne(node, nodeFile, known, standing)
    },
    /** Compares all of a node's tables with the fold up to where they stand. */
    compare(node: string, nodeFile: File, standings: ReadonlyArray<Standing>): void {
      for (const standing of standings) compareOne(node, nodeFile, new Map(), standing)
    },
  }
}

export type ListsWitness = ReturnType<typeof makeListsWitness>
