import { Effect } from "effect"
import { findCode } from "#domain/codes"
import type { RowResult, StoredRow } from "#domain/import"
import { deriveId, type Refusal } from "#domain/kernel"
import type { TenantCaller } from "./caller.ts"
import { execute, stateOf } from "./execute.ts"
import { readFacts } from "./history.ts"
import { importStream } from "./imports.ts"
import { openPersonal } from "./open-personal.ts"
import { registerDevice } from "./registration/register.ts"
import { importKind } from "./stream-kinds.ts"

/** How many rows are registered side by side, and how many results are recorded at once. */
const SIDE_BY_SIDE = 16
const BATCH = 50

interface Import {
  readonly importId: string
  readonly tenantId: string
  readonly stream: string
  readonly caller: TenantCaller
  readonly names: ReadonlyMap<string, string>
}

/** `hardware-replaced` is `HardwareReplaced` in the catalogue of codes. */
const nameOf = (code: string): string =>
  code.replace(/(^|-)(\w)/g, (_whole, _dash, letter) => letter.toUpperCase())

const rejected = (row: StoredRow, refusal: Refusal): RowResult => {
  const known = findCode("registration", refusal.number ?? nameOf(refusal.code))
  return {
    accepted: false,
    line: row.line,
    serialNumber: row.hardware.serialNumber,
    code: refusal.number ?? null,
    name: known?.name ?? refusal.code,
    reason: refusal.what,
    remedy: refusal.remedy,
  }
}

const register = Effect.fnUntraced(function* (row: StoredRow, { caller, importId, names }: Import) {
  const { groupTag, hardware, line, notes, productKey } = row
  const assignedUser = row.assignedUser === null ? null : (names.get(row.assignedUser) ?? null)
  const registration = {
    method: "manual",
    hardware,
    groupTag,
    orderId: null,
    purchaseOrder: null,
    productKey,
    import: { importId, line },
    assignedUser,
  } as const
  const key = `${importId}/${line}`
  const result: RowResult = yield* registerDevice(registration, { ...caller, key }).pipe(
    Effect.map(({ stream }) => ({
      accepted: true as const,
      line,
      serialNumber: hardware.serialNumber,
      deviceId: stream.slice("device-".length),
      notes,
    })),
    Effect.catchTag("Refusal", (refusal) => Effect.succeed(rejected(row, refusal))),
  )
  return result
})

/** The import as it was submitted: by whom, and the names that its rows speak of. */
const readImport = Effect.fnUntraced(function* (tenantId: string, importId: string) {
  const stream = importStream(tenantId, importId)
  const facts = yield* readFacts(stream)
  const submitted = facts.find(({ fact }) => fact.type === "ImportSubmitted")?.event
  if (submitted === undefined) return null
  const names = new Map<string, string>()
  for (const { event } of facts)
    for (const { subject, values } of yield* openPersonal(event.payload))
      if (values?.userPrincipalName !== undefined) names.set(subject, values.userPrincipalName)
  const { actor, $correlationId: correlationId } = submitted.metadata
  const actorName = names.get(actor.id)
  const caller = {
    actor,
    ...(actorName === undefined ? {} : { actorName }),
    tenantId,
    key: "",
    correlationId,
    causationId: submitted.id,
  }
  return { importId, tenantId, stream, caller, names } satisfies Import
})

const originFor = ({ caller, stream, tenantId }: Import, step: string) => {
  const commandId = deriveId("process-import", stream, step)
  return {
    actor: { kind: "process", id: "imports" },
    actorName: null,
    tenantId,
    commandId,
    commandDigest: "",
    correlationId: caller.correlationId ?? commandId,
    causationId: caller.causationId ?? commandId,
    occurredAt: null,
  } as const
}

/**
 * Carries a submitted import on from where it stands: registers the rows that have no result yet and records what came
 * of them. Repeating it, also on two nodes at once, registers nothing twice.
 */
export const processImport = Effect.fn("processImport")(function* (tenantId: string, importId: string) {
  const one = yield* readImport(tenantId, importId)
  if (one === null) return
  const { state } = yield* stateOf(importKind, one.stream)
  const open = state.rows.filter(({ line }) => !state.done.has(line))
  for (let from = 0; from < open.length; from += BATCH) {
    const rows = open.slice(from, from + BATCH)
    const results = yield* Effect.forEach(rows, (row) => register(row, one), { concurrency: SIDE_BY_SIDE })
    const lines = rows.map(({ line }) => line).join()
    yield* execute(importKind, one.stream, { type: "RecordRows", results }, originFor(one, lines))
  }
  yield* execute(importKind, one.stream, { type: "Complete" }, originFor(one, "complete"))
})
