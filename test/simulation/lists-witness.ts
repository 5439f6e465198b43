import { createHash } from "node:crypto"
import { Context, Effect, Layer, ManagedRuntime } from "effect"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { type Projection, ReadModelFile, type Standing } from "#projections/runtime"
import { Keys, type Position, type RecordedEvent, START } from "#workflows/ports"
import type { Fed } from "../../projections/runtime/advance.ts"
import { feedItem } from "../../projections/runtime/feed.ts"
import type { Notes } from "./violation.ts"

type File = ReadModelFile["Service"]

const contentOf = Effect.fnUntraced(function* ({ query }: File, { tables }: Projection) {
  const hash = createHash("sha1")
  for (const { columns, key, name } of tables) {
    const names = Object.keys(columns).map((column) => `"${column}"`)
    const order = key.map((column) => `"${column}"`).join(", ")
    const rows = yield* query(`SELECT ${names.join(", ")} FROM "${name}" ORDER BY ${order}`, [])
    hash.update(JSON.stringify(rows))
  }
  return hash.digest("base64")
})

/** What the tables of a projection hold once everything up to a position is applied. */
interface Content {
  readonly position: Position
  readonly digest: string
}

/**
 * Folds the log by itself, event by event, and compares every list of every node with what the fold says at the position where
 * the list stands.
 */
export const makeListsWitness = ({ broken }: Notes, keys: Keys["Service"]) => {
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(
      Layer.fresh(readModelFile({ path: ":memory:", store: "witness" })),
      Layer.succeed(Keys, keys),
    ),
  )
  const context = runtime.runSync(Effect.context<ReadModelFile | Keys>())
  const run = Effect.runSyncWith(context)
  const file = Context.get(context, ReadModelFile)
  const contents = new Map<string, Array<Content>>()
  let fed: ReadonlyArray<Fed> = allProjections.map((projection) => {
    const standing = run(file.install(projection))
    contents.set(projection.name, [{ position: START, digest: run(contentOf(file, projection)) }])
    return { projection, standing }
  })

  const isTouched = ({ applyAny, handles }: Projection, { type }: RecordedEvent): boolean =>
    applyAny !== undefined || handles.has(type)

  /** What a projection is to hold at a position. */
  const expected = (name: string, position: Position): string | undefined =>
    contents.get(name)?.findLast((content) => content.position <= position)?.digest

  return {
    stored(event: RecordedEvent): void {
      fed = run(feedItem(fed, { _tag: "Events", events: [event] }))
      for (const { projection, standing } of fed) {
        if (standing.poison !== null)
          broken("every event can be applied", `${projection.name}: ${standing.poison.reason}`)
        if (!isTouched(projection, event)) continue
        const { position } = event
        contents.get(projection.name)?.push({ position, digest: run(contentOf(file, projection)) })
      }
    },
    /** Compares a node's tables with the fold up to where they stand. */
    compare(node: string, nodeFile: File, standings: ReadonlyArray<Standing>): void {
      for (const { name, poison, position } of standings) {
        const projection = allProjections.find((one) => one.name === name)
        if (projection === undefined) continue
        if (poison !== null) broken("every event can be applied", `${node}, ${name}: ${poison.reason}`)
        else if (Effect.runSync(contentOf(nodeFile, projection)) !== expected(name, position))
          broken("a list is the fold of the log", `"${name}" of ${node} at ${position || "the start"}`)
      }
    },
    dispose: () => runtime.dispose(),
  }
}

export type ListsWitness = ReturnType<typeof makeListsWitness>
