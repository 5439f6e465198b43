import { Effect, Schema } from "effect"
import { ReadModels, type Row, shape } from "#projections/runtime"
import { importRowTable } from "./projection.ts"

/** An import and how far it is. */
export interface ImportStatus {
  readonly importId: string
  readonly status: "running" | "completed"
  /** Rows of the file. */
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
  readonly submittedAt: string
  readonly submittedBy: string
  /** Null when the person was erased. */
  readonly submittedByName: string | null
  readonly completedAt: string | null
}

/** What came of one row: a device, or a code with what to do about it. */
export interface ImportRowStatus {
  readonly line: number
  readonly accepted: boolean
  readonly serialNumber: string | null
  readonly deviceId: string | null
  readonly code: string | null
  readonly name: string | null
  readonly reason: string | null
  readonly remedy: string | null
  /** What was repaired on the way. */
  readonly notes: ReadonlyArray<string>
}

const statusRow = shape({
  importId: "text",
  rows: "integer",
  accepted: "integer",
  rejected: "integer",
  submittedAt: "text",
  submittedBy: "text",
  submittedByName: "text?",
  completedAt: "text?",
})

const SELECT = `
  SELECT importId, rows, submittedAt, submittedBy, submittedByName, completedAt,
    (SELECT count(*) FROM import_rows r WHERE r.streamId = i.streamId AND r.accepted = 1) AS accepted,
    (SELECT count(*) FROM import_rows r WHERE r.streamId = i.streamId AND r.accepted = 0) AS rejected
  FROM imports i`

const statusOf = (row: Row<typeof statusRow.columns>): ImportStatus => ({
  ...row,
  status: row.completedAt === null ? "running" : "completed",
})

/** The imports of a tenant, the newest first. */
export const listImports = Effect.fnUntraced(function* (tenantId: string) {
  const { all } = yield* ReadModels
  const sql = `${SELECT} WHERE tenantId = ? ORDER BY submittedAt DESC, importId`
  return (yield* all(statusRow, sql, tenantId)).map(statusOf)
})

/** One import of a tenant. */
export const importStatus = Effect.fnUntraced(function* (tenantId: string, importId: string) {
  const { get } = yield* ReadModels
  const row = yield* get(statusRow, `${SELECT} WHERE tenantId = ? AND importId = ?`, tenantId, importId)
  return row === undefined ? undefined : statusOf(row)
})

const decodeNotes = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Array(Schema.String)))

const rowOf = ({
  accepted,
  notes,
  streamId: _streamId,
  ...row
}: Row<typeof importRowTable.columns>): ImportRowStatus => ({
  ...row,
  accepted: accepted === 1,
  notes: decodeNotes(notes),
})

/** What came of the rows of an import so far, in the order of the file. */
export const importRows = Effect.fnUntraced(function* (tenantId: string, importId: string) {
  const { all } = yield* ReadModels
  const rows = yield* all(
    importRowTable,
    `SELECT r.* FROM import_rows r JOIN imports i ON i.streamId = r.streamId
     WHERE i.tenantId = ? AND i.importId = ? ORDER BY r.line`,
    tenantId,
    importId,
  )
  return rows.map(rowOf)
})
