import { Effect } from "effect"
import { Timestamp } from "#domain/kernel"
import { ReadModels, type Row, shape } from "#projections/runtime"
import { deadlineTable } from "./projection.ts"

/** The earliest deadline of a stream: in which state it waits, and until when. */
interface StreamDeadline {
  readonly stream: string
  readonly tenantId: string
  readonly state: string
  readonly dueAt: Timestamp
}

const deadlineOf = (row: Row<typeof deadlineTable.columns>): StreamDeadline => ({
  ...row,
  dueAt: Timestamp.make(row.dueAt),
})

/** Streams whose earliest deadline is due at a moment, the most overdue first. */
export const dueDeadlines = Effect.fnUntraced(function* (now: Timestamp, limit: number) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM deadlines WHERE dueAt <= ? ORDER BY dueAt, stream LIMIT ?"
  return (yield* all(deadlineTable, sql, now, limit)).map(deadlineOf)
})

const dueRow = shape({ dueAt: "text?" })

/** When the next deadline of all is due, null if nothing waits. */
export const nextDue = Effect.fnUntraced(function* () {
  const { get } = yield* ReadModels
  const row = yield* get(dueRow, "SELECT min(dueAt) AS dueAt FROM deadlines")
  return row?.dueAt == null ? null : Timestamp.make(row.dueAt)
})
