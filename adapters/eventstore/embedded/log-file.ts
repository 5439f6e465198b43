import type { DatabaseSync } from "node:sqlite"
import type { PreparedEvent } from "#adapters/eventstore/contract"
import { categoryOf, judge, NO_STREAM } from "#adapters/eventstore/rules"
import type { Answer, AppendOrder, Outcome } from "#adapters/eventstore/thread"
import { explain, SQLITE } from "#adapters/sqlite"

/** A stream as the file has it. */
interface StoredStream {
  readonly id: number
  readonly category: number | null
  readonly last: number
}

const statementsOf = (database: DatabaseSync) => {
  const stream = database.prepare(
    "SELECT id, category, (SELECT max(revision) FROM events WHERE stream = streams.id) AS last FROM streams WHERE name = ?",
  )
  const addCategory = database.prepare("INSERT INTO categories (name) VALUES (?) ON CONFLICT DO NOTHING")
  const category = database.prepare("SELECT id FROM categories WHERE name = ?")
  const addStream = database.prepare("INSERT INTO streams (name, category) VALUES (?, ?)")
  const event = database.prepare("SELECT id, position FROM events WHERE stream = ? AND revision = ?")
  const addEvent = database.prepare(
    "INSERT INTO events (stream, revision, category, id, type, payload, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)",
  )
  return { stream, addCategory, category, addStream, event, addEvent }
}

/** The tables of an open log, for use inside a transaction. */
const tablesOf = (database: DatabaseSync) => {
  const statements = statementsOf(database)
  const categoryId = (name: string | undefined): number | null => {
    if (name === undefined) return null
    statements.addCategory.run(name)
    return Number(statements.category.get(name)?.id)
  }
  return {
    find(name: string): StoredStream | undefined {
      const row = statements.stream.get(name)
      if (row === undefined) return undefined
      return {
        id: Number(row.id),
        category: row.category === null ? null : Number(row.category),
        last: Number(row.last),
      }
    },
    add(name: string): StoredStream {
      const category = categoryId(categoryOf(name))
      return {
        id: Number(statements.addStream.run(name, category).lastInsertRowid),
        category,
        last: NO_STREAM,
      }
    },
    idAt: (stream: number, revision: number) => String(statements.event.get(stream, revision)?.id),
    placeAt: (stream: number, revision: number) => Number(statements.event.get(stream, revision)?.position),
    write({ id, category }: StoredStream, revision: number, event: PreparedEvent) {
      const { type, payload, metadata } = event
      return Number(
        statements.addEvent.run(id, revision, category, event.id, type, payload, metadata).lastInsertRowid,
      )
    },
  }
}

type Step = "begin" | "write" | "commit"

/**
 * What a failure means for the appends of its group. Only a commit that the disk answered with an error may come to light
 * after all, when the write-ahead file is read again after a crash.
 */
const failed = (error: unknown, step: Step): Outcome => {
  const { code, reason, remedy } = explain(error)
  const outcome = step === "commit" && code !== SQLITE.FULL && code !== SQLITE.BUSY ? "unknown" : "not-done"
  return { _tag: "Failed", reason, remedy, outcome }
}

/** The writing side of an open log: commits appends in groups. */
export const writeTo = (database: DatabaseSync) => {
  const tables = tablesOf(database)
  const begin = database.prepare("BEGIN IMMEDIATE")
  const end = database.prepare("COMMIT")

  const append = ({ stream: name, expected, events }: AppendOrder): Outcome => {
    const found = tables.find(name)
    const last = found?.last ?? NO_STREAM
    const ids = events.map(({ id }) => id)
    const idAt = (revision: number) => (found === undefined ? undefined : tables.idAt(found.id, revision))
    const verdict = judge({ last, idAt }, expected, ids)
    if (verdict === "conflict") return { _tag: "Conflict", last }
    const revision = expected + events.length
    const stream = found ?? tables.add(name)
    if (verdict === "repeat")
      return { _tag: "Appended", revision, place: tables.placeAt(stream.id, revision) }
    let place = 0
    for (const [offset, event] of events.entries()) place = tables.write(stream, last + 1 + offset, event)
    return { _tag: "Appended", revision, place }
  }

  /**
   * Commits a group of appends in one transaction, and thereby with one sync. Each is judged against what those before it wrote,
   * so a conflict of one leaves the others alone; where the group as a whole fails to be written, each is tried by itself.
   */
  const commit = (group: ReadonlyArray<AppendOrder>): ReadonlyArray<Answer> => {
    let step: Step = "begin"
    try {
      begin.run()
      step = "write"
      const answers = group.map((order) => ({ ticket: order.ticket, outcome: append(order) }))
      step = "commit"
      end.run()
      return answers
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK")
      const outcome = failed(error, step)
      const isWorthSplitting = group.length > 1 && step !== "begin" && outcome._tag === "Failed"
      return isWorthSplitting && outcome.outcome === "not-done"
        ? group.flatMap((order) => commit([order]))
        : group.map(({ ticket }) => ({ ticket, outcome }))
    }
  }

  return { commit }
}
