import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime, Result } from "effect"
import { serviceOn } from "#adapters/config"
import { readCsv } from "#adapters/csv"
import { factoryReport, importFileOf, virtualMachine } from "#adapters/simulator"
import { encodeHash } from "#domain/hardware"
import { rejectedRow } from "#domain/import"
import { importRows } from "#projections/imports"
import { ReadModels } from "#projections/runtime"
import { processImport, submitImport } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { callerIn } from "../../support/contoso.ts"
import { type Figure, timed } from "../figure.ts"
import { benchTenant } from "../histories.ts"

const FILES = 4
const ROWS = 500

const fileNumber = (number: number): Uint8Array =>
  Buffer.from(
    importFileOf(
      Array.from({ length: ROWS }, (_, row) => {
        const machine = virtualMachine(`import ${number}`, row)
        return {
          serialNumber: machine.serialNumber,
          hash: Result.getOrThrow(encodeHash(factoryReport(machine))),
          groupTag: "sales",
        }
      }),
    ),
  )

/** From the bytes of a file to devices that are registered: rows decoded, checked and stored, identities claimed. */
const imported = Effect.fnUntraced(function* (bytes: Uint8Array, importId: string, tenantId: string) {
  const { refused, rows } = yield* Effect.fromResult(readCsv(bytes))
  const file = { importId, rows, refused: refused.map(rejectedRow) }
  yield* submitImport(file, { ...callerIn(tenantId), key: importId })
  yield* processImport(tenantId, importId)
})

/** A figure would lie if rows were refused, which is quicker. */
const allAccepted = Effect.fnUntraced(function* (importId: string, tenantId: string) {
  yield* (yield* ReadModels).reached(yield* (yield* EventStore).head, 60_000)
  const rows = yield* importRows(tenantId, importId)
  const refused = rows.find(({ accepted }) => !accepted)
  if (rows.length !== ROWS || refused !== undefined)
    throw new Error(`${importId}: ${rows.length} rows, one of them refused: ${JSON.stringify(refused)}`)
})

/** Files of 500 rows, several at once, each row until its device is registered. */
export const importFiles: Figure = {
  work: "import of 500-row files, decode to durable",
  unit: "devices/s",
  against: "",
  target: { absolute: 3_000 },
  prepare: async () => {
    const directory = mkdtempSync(join(tmpdir(), "flightlog-bench-"))
    const service = serviceOn({ kind: "sqlite", path: join(directory, "flightlog.sqlite") })
    const { dispose, runPromise } = ManagedRuntime.make(Layer.fresh(service))
    const tenantId = await runPromise(benchTenant)
    return {
      baseline: null,
      ours: async (round) => {
        const numbers = Array.from({ length: FILES }, (_, file) => round * FILES + file)
        const files = numbers.map((number) => ({ importId: `file-${number}`, bytes: fileNumber(number) }))
        const measured = await timed(FILES * ROWS, () =>
          runPromise(
            Effect.forEach(files, ({ bytes, importId }) => imported(bytes, importId, tenantId), {
              concurrency: "unbounded",
              discard: true,
            }),
          ),
        )
        for (const { importId } of files) await runPromise(allAccepted(importId, tenantId))
        return measured
      },
      close: async () => {
        await dispose()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  },
}
