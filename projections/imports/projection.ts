import type { RejectedRow } from "#domain/import"
import { personalValue, projection, table } from "#projections/runtime"

/** One row an import. */
const importTable = table(
  "imports",
  {
    /** Of the import's stream: the id that its sender chose is another tenant's as well. */
    streamId: "text",
    importId: "text",
    tenantId: "text",
    /** Rows of the file, those that could not be used included. */
    rows: "integer",
    submittedAt: "text",
    submittedBy: "text",
    /** Null when the person was erased. */
    submittedByName: "text?",
    completedAt: "text?",
  },
  ["streamId"],
  [["tenantId", "importId"], ["completedAt"]],
)

/** One row a line of an import's file, once it is known what came of it. */
export const importRowTable = table(
  "import_rows",
  {
    streamId: "text",
    line: "integer",
    accepted: "integer",
    serialNumber: "text?",
    deviceId: "text?",
    code: "text?",
    name: "text?",
    reason: "text?",
    remedy: "text?",
    /** What was repaired on the way, as JSON. */
    notes: "text",
  },
  ["streamId", "line"],
)

const rejected = (streamId: string, { code, line, name, reason, remedy, serialNumber }: RejectedRow) =>
  importRowTable.put({
    streamId,
    line,
    accepted: 0,
    serialNumber,
    deviceId: null,
    code,
    name,
    reason,
    remedy,
    notes: "[]",
  })

/** What became of each import and of each of its rows. */
export const imports = projection({
  name: "imports",
  version: 1,
  tables: [importTable, importRowTable],
  on: {
    ImportSubmitted: (event) => [
      importTable.put({
        streamId: event.id,
        importId: event.data.importId,
        tenantId: event.tenantId,
        rows: event.data.rows + event.data.refused.length,
        submittedAt: event.recordedAt,
        submittedBy: event.metadata.actor.id,
        submittedByName: personalValue(event, event.metadata.actor.id, "actorName"),
        completedAt: null,
      }),
      ...event.data.refused.map((row) => rejected(event.id, row)),
    ],
    RowAccepted: ({ data, id }) => [
      importRowTable.put({
        streamId: id,
        line: data.line,
        accepted: 1,
        serialNumber: data.serialNumber,
        deviceId: data.deviceId,
        code: null,
        name: null,
        reason: null,
        remedy: null,
        notes: JSON.stringify(data.notes),
      }),
    ],
    RowRejected: ({ data, id }) => [rejected(id, data)],
    SubjectErased: ({ data: { userId } }) => [
      importTable.change({ submittedBy: userId }, { submittedByName: null }),
    ],
    ImportCompleted: ({ id, recordedAt }) => [
      importTable.change({ streamId: id }, { completedAt: recordedAt }),
    ],
  },
})
