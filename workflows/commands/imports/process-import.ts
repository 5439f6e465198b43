import { Effect, HashSet } from "effect"
import type { RowResult, StoredRow } from "#domain/import"
import { deriveId, type Refusal, streamId } from "#domain/kernel"
import { EventStore } from "#workflows/ports"
import type { Answer } from "../execution/answer.ts"
import { commandIdOf, type PartnerCaller, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { readFact } from "../execution/history.ts"
import { openPersonal } from "../execution/open-personal.ts"
import { importKind } from "../execution/stream-kinds.ts"
import type { KnownOfMachine } from "../registration/beginning.ts"
import { neverRegistered } from "../registration/never-registered.ts"
import { refusedRow } from "../registration/refused-row.ts"
import { REGISTER_OWN } from "../registration/register.ts"
import {
  type DeviceIdentifier,
  type IdentifiedDevice,
  REGISTER_FOR_TENANT,
  registerForTenant,
  registerOwn,
} from "../registration/register-for-tenant.ts"
import { importStream } from "./imports.ts"

/** How many rows are asked about together, registered side by side, and recorded at once. */
const BATCH = 100

interface Import {
  readonly importId: string
  readonly tenantId: string
  readonly stream: string
  readonly caller: TenantCaller | PartnerCaller
  readonly names: ReadonlyMap<string, string>
}

const serialNumberOf = (row: StoredRow): string | null => {
  if ("hardware" in row) return row.hardware.serialNumber
  return row.lookup.by === "tuple" ? row.lookup.serialNumber : null
}

const deviceOf = (row: StoredRow): DeviceIdentifier =>
  "hardware" in row ? { by: "hash", hardware: row.hardware } : row.lookup

/** The serial number of a device that was registered, as its hash says it. */
const registeredSerial = (facts: Answer["facts"]): string | undefined =>
  facts.find((fact) => fact.type === "DeviceRegistered")?.data.hardware.serialNumber

/** Whoever sent the file registers: the owner for itself, a partner under its grant as it is at that moment. */
const registerAs = (device: IdentifiedDevice, caller: Import["caller"], known?: KnownOfMachine) =>
  "through" in caller ? registerForTenant(device, caller, known) : registerOwn(device, caller, known)

/** Who registers the device of a row, by a key of its own. */
const callerOf = ({ line }: StoredRow, { caller, importId }: Import): Import["caller"] => ({
  ...caller,
  key: `${importId}/${line}`,
})

/** The id of the command that registers the device of a row. */
const commandOf = (row: StoredRow, one: Import): string =>
  commandIdOf(callerOf(row, one), "through" in one.caller ? REGISTER_FOR_TENANT : REGISTER_OWN)

const rejected = (row: StoredRow, refusal: Refusal): RowResult => ({
  accepted: false,
  ...refusedRow({ line: row.line, serialNumber: serialNumberOf(row) }, refusal),
})

const register = Effect.fnUntraced(function* (row: StoredRow, one: Import, known?: KnownOfMachine) {
  const { importId, names } = one
  const { groupTag, line, notes, productKey } = row
  const assignedUser = row.assignedUser === null ? null : (names.get(row.assignedUser) ?? null)
  const registration = {
    device: deviceOf(row),
    channel: "file",
    groupTag,
    orderId: null,
    purchaseOrder: null,
    productKey,
    import: { importId, line },
    assignedUser,
  } as const
  const result: RowResult = yield* registerAs(registration, callerOf(row, one), known).pipe(
    Effect.map(({ facts, stream }) => ({
      accepted: true as const,
      line,
      serialNumber: registeredSerial(facts) ?? serialNumberOf(row) ?? "",
      deviceId: streamId(stream),
      notes,
    })),
    Effect.catchTag("Refusal", (refusal) => Effect.succeed(rejected(row, refusal))),
  )
  return result
})

/** Registers rows side by side: what can be asked for all of them at once is asked first. */
const registerEach = Effect.fnUntraced(function* (rows: ReadonlyArray<StoredRow>, one: Import) {
  const applicants = rows.flatMap((row) =>
    "hardware" in row ? [{ commandId: commandOf(row, one), hardware: row.hardware }] : [],
  )
  const known = yield* neverRegistered(applicants, one.tenantId).pipe(
    // A tenant that cannot register is told so for each row.
    Effect.catchTag("Refusal", () => Effect.succeed(new Map<string, KnownOfMachine>())),
  )
  return yield* Effect.forEach(rows, (row) => register(row, one, known.get(commandOf(row, one))), {
    concurrency: "unbounded",
  })
})

/** The import as it was submitted: by whom, and the names that its rows speak of. */
const readImport = Effect.fnUntraced(function* (tenantId: string, importId: string) {
  const stream = importStream(tenantId, importId)
  const events = yield* (yield* EventStore).read(stream)
  const submitted = events.find(({ type }) => type === "ImportSubmitted")
  if (submitted === undefined) return null
  const { fact } = yield* readFact(submitted)
  const through = fact.type === "ImportSubmitted" ? (fact.data.through ?? null) : null
  const names = new Map<string, string>()
  for (const event of events)
    for (const { subject, values } of yield* openPersonal(event.payload))
      if (values?.userPrincipalName !== undefined) names.set(subject, values.userPrincipalName)
  const { actor, $correlationId: correlationId } = submitted.metadata
  const opened = yield* openPersonal(submitted.payload)
  const actorName = opened.find(({ subject }) => subject === actor.id)?.values?.actorName
  const common = {
    ...(actorName === undefined ? {} : { actorName }),
    tenantId,
    key: "",
    correlationId,
    causationId: submitted.id,
  }
  const { id, kind } = actor
  const caller: Import["caller"] =
    kind === "partner" ? { ...common, actor: { kind, id }, through } : { ...common, actor }
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
  const open = state.rows.filter(({ line }) => !HashSet.has(state.done, line))
  for (let from = 0; from < open.length; from += BATCH) {
    const rows = open.slice(from, from + BATCH)
    const results = yield* registerEach(rows, one)
    const lines = rows.map(({ line }) => line).join()
    yield* execute(importKind, one.stream, { type: "RecordRows", results }, originFor(one, lines))
  }
  yield* execute(importKind, one.stream, { type: "Complete" }, originFor(one, "complete"))
})
