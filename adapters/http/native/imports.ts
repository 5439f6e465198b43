import { Effect, Schema } from "effect"
import { MAX_BYTES } from "#adapters/csv"
import { readDeviceFile } from "#adapters/device-files"
import { RejectedRow, rejectedRow } from "#domain/import"
import { importRows, importStatus, listImports } from "#projections/imports"
import { submitImport } from "#workflows/commands"
import { fileBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import { Nothing, readRoute, registrarReadRoute, registrarRoute } from "../given/routes.ts"
import { lookTwice } from "../given/wait.ts"
import { text } from "./words.ts"

const Submitted = Schema.Struct({
  importId: Schema.String,
  /** Rows of the file: those that are being registered, and those that were refused at once. */
  rows: Schema.Int,
  /** How many were refused at once; further ones may be when they are registered. */
  rejected: Schema.Int,
  /** The rows that were refused, each with what to do; they spoil no other. */
  refused: Schema.Array(RejectedRow),
  /** What was mended in the file's header. */
  notes: Schema.Array(Schema.String),
  /** What the file was recognised as. */
  format: Schema.Literals(["csv", "oa3-report", "hash-text"]),
  encoding: Schema.String,
}).annotate({ identifier: "SubmittedImport" })

const submit = registrarRoute({
  method: "POST",
  path: "/api/imports",
  face: "native",
  tag: "Imports",
  summary: "Import devices from a file: the CSV of the capture script, OA3 report, or hash text",
  description:
    "The file as it is, recognised by what is in it: the capture script's CSV, a partner's CSV, the XML report of the OA3 tool, or the text of hardware hashes alone; UTF-16, UTF-8 or ANSI. Answered once all its rows are stored; their registration goes on by itself, also after a restart. The Idempotency-Key is the import's id (a partner's id stands before it): the same file under the same key is imported once.",
  params: Nothing,
  body: fileBody({
    mediaType: "text/csv",
    limit: MAX_BYTES,
    description: "Device Serial Number,Windows Product ID,Hardware Hash[,Group Tag[,Assigned User]]",
  }),
  answers: [{ status: 202, description: "Taken; its rows are stored.", schema: Submitted }],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const { encoding, kind, notes, refused, rows } = yield* Effect.fromResult(readDeviceFile(body))
    // A partner's imports are the tenant's to see, and must not meet its own.
    const importId = "through" in caller ? `${caller.actor.id}:${caller.key}` : caller.key
    const file = { importId, rows, refused: refused.map(rejectedRow) }
    const answer = yield* submitImport(file, caller)
    const submitted = answer.facts.find((fact) => fact.type === "ImportSubmitted")?.data
    const rejected = submitted?.refused ?? []
    const taken = {
      importId,
      rows: (submitted?.rows ?? 0) + rejected.length,
      rejected: rejected.length,
      refused: rejected,
      notes,
      format: kind,
      encoding,
    }
    const headers = { ...writtenAt(answer), Location: `/api/imports/${encodeURIComponent(importId)}` }
    return json(202, taken, headers)
  }),
})

const Text = Schema.NullOr(Schema.String)

const Status = Schema.Struct({
  importId: Schema.String,
  status: Schema.Literals(["running", "completed"]),
  rows: Schema.Int,
  accepted: Schema.Int,
  rejected: Schema.Int,
  submittedAt: Schema.String,
  submittedBy: Schema.String,
  submittedByName: Text,
  completedAt: Text,
}).annotate({ identifier: "ImportStatus" })

const Row = Schema.Struct({
  /** Line of the file, counted from 1; the header is line 1. */
  line: Schema.Int,
  accepted: Schema.Boolean,
  serialNumber: Text,
  deviceId: Text,
  /** `806`, and its name: `ZtdDeviceAlreadyAssigned`. */
  code: Text,
  name: Text,
  reason: Text,
  remedy: Text,
  notes: Schema.Array(Schema.String),
})

const unknown = (importId: string) =>
  new RequestRefused({
    status: 404,
    code: "import-unknown",
    what: `There is no import ${JSON.stringify(importId)} of this tenant.`,
    remedy: "Take the id that POST /api/imports answered; GET /api/imports lists them.",
  })

const read = registrarReadRoute({
  path: "/api/imports/{importId}",
  face: "native",
  tag: "Imports",
  summary: "How far an import is, and what came of each row",
  params: Schema.Struct({ importId: text(320) }),
  query: Nothing,
  answers: [
    {
      status: 200,
      description: "The import, and its rows in the order of the file.",
      schema: Schema.Struct({ ...Status.fields, results: Schema.Array(Row) }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ params: { importId }, partnerId, tenant }) {
    const isOwn = partnerId === null || importId.startsWith(`${partnerId}:`)
    const status = isOwn ? yield* lookTwice(importStatus(tenant.id, importId)) : undefined
    if (status === undefined) return yield* unknown(importId)
    return json(200, { ...status, results: yield* importRows(tenant.id, importId) })
  }),
})

const list = readRoute({
  path: "/api/imports",
  face: "native",
  tag: "Imports",
  summary: "List the imports, the newest first",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "The newest first.", schema: Schema.Array(Status) }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listImports(tenant.id))
  }),
})

export const importRoutes = [submit, read, list]
