import { Effect } from "effect"
import { type CheckedRow, checkRows, type ImportRow, type RejectedRow, rejectedRow } from "#domain/import"
import { deriveId, type PersonalValues, streamName } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { type Origin, originOf, type PartnerCaller, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { importKind } from "../execution/stream-kinds.ts"
import { permission } from "../organisation/partners.ts"
import { subjectOf } from "../organisation/people.ts"

/** The stream of an import: its id is the tenant's business, so two tenants may use the same one. */
export const importStream = (tenantId: string, importId: string): string =>
  streamName("import", deriveId("import", tenantId, importId))

/** Rows that one event holds: a stored row takes up to 4 KiB, an append at most 1 MiB. */
const PART = 100

const partsOf = <Row>(rows: ReadonlyArray<Row>): ReadonlyArray<ReadonlyArray<Row>> =>
  Array.from({ length: Math.ceil(rows.length / PART) }, (_, part) =>
    rows.slice(part * PART, (part + 1) * PART),
  )

const store = Effect.fnUntraced(function* (
  stream: string,
  { part, rows }: { readonly part: number; readonly rows: ReadonlyArray<CheckedRow> },
  origin: Origin,
) {
  const keys = yield* Keys
  const personal: Array<PersonalValues> = []
  const stored = rows.map((checked) => {
    const { assignedUser, groupTag, line, notes, productId } = checked.row
    const subject = assignedUser === null ? null : subjectOf(keys, assignedUser)
    if (assignedUser !== null && subject !== null)
      personal.push({ subject, values: { userPrincipalName: assignedUser } })
    const about = { line, productKey: productId, groupTag, assignedUser: subject, notes }
    return "hardware" in checked
      ? { ...about, hardware: checked.hardware }
      : { ...about, lookup: checked.lookup }
  })
  const command = { type: "StoreRows", part, rows: stored, personal } as const
  return yield* execute(importKind, stream, command, {
    ...origin,
    commandId: deriveId("part", origin.commandId, `${part}`),
  })
})

/** The rows of a file as the reader of files gives them. */
export interface ImportFile {
  readonly rows: ReadonlyArray<ImportRow>
  /** Rows that could not even be read. */
  readonly refused: ReadonlyArray<RejectedRow>
}

/**
 * Takes the rows of a file, from the owner of the devices or from a partner. When this answers, all of them are stored and the import goes on by itself, also after a
 * restart; rows that cannot be used are refused here and spoil nothing else. A partner without a grant stores nothing;
 * each row is checked against the grant as it is when the row is registered.
 *
 * @param importId repeating the same file with the same id changes nothing; another file with it is refused
 */
export const submitImport = Effect.fn("submitImport")(function* (
  { importId, refused, rows }: ImportFile & { readonly importId: string },
  caller: TenantCaller | PartnerCaller,
) {
  const stream = importStream(caller.tenantId, importId)
  const origin = originOf(yield* Keys, { ...caller, key: importId }, "import", { rows, refused })
  if ("through" in caller && !(yield* stateOf(importKind, stream)).state.submitted)
    yield* permission(caller, { act: "register" })
  const checked = checkRows(rows)
  for (const [part, some] of partsOf(checked.usable).entries())
    yield* store(stream, { part, rows: some }, origin)
  const all = [...refused, ...checked.refused.map(rejectedRow)].toSorted((a, b) => a.line - b.line)
  const through = "through" in caller ? caller.through : null
  const submit = { type: "Submit", importId, refused: all, ...(through === null ? {} : { through }) } as const
  return yield* execute(importKind, stream, submit, origin)
})
