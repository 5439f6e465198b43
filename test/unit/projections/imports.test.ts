import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { ImportFact, RejectedRow } from "#domain/import"
import { importRows, importStatus, imports, listImports } from "#projections/imports"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { minute, record, TENANT } from "../../support/recorded-facts.ts"

const refusedRow = (line: number): RejectedRow => ({
  line,
  serialNumber: `S-${line}`,
  code: "806",
  name: "ZtdDeviceAlreadyAssigned",
  reason: "The device is registered already.",
  remedy: "Nothing needs to be done.",
})

const submitted = (importId: string, rows: number, refused: ReadonlyArray<RejectedRow> = []): ImportFact => ({
  type: "ImportSubmitted",
  data: { importId, rows, refused },
})

const accepted = (line: number): ImportFact => ({
  type: "RowAccepted",
  data: { line, serialNumber: `S-${line}`, deviceId: `device of line ${line}`, notes: ["padding"] },
})

const named = {
  actor: "6b1cbd43",
  personal: [{ subject: "6b1cbd43", values: { actorName: "Ada" } }],
}

const world = () => Effect.provide(readModelWorld(imports))

it.effect(
  "given an import under way, then its status counts the rows of the file and what came of them so far",
  () =>
    Effect.gen(function* () {
      yield* record(
        "import-1",
        { ...submitted("monday", 2, [refusedRow(4)]), ...named, minute: 1 },
        accepted(2),
      )
      yield* caughtUp
      expect(yield* importStatus(TENANT, "monday")).toEqual({
        importId: "monday",
        status: "running",
        rows: 3,
        accepted: 1,
        rejected: 1,
        submittedAt: minute(1),
        submittedBy: "6b1cbd43",
        submittedByName: "Ada",
        completedAt: null,
      })
    }).pipe(world()),
)

it.effect(
  "given a complete import, then its status and each row's outcome are told in the order of the file",
  () =>
    Effect.gen(function* () {
      yield* record(
        "import-1",
        submitted("monday", 2, [refusedRow(4)]),
        { type: "RowRejected", data: refusedRow(3) },
        accepted(2),
        { type: "ImportCompleted", data: { accepted: 1, rejected: 2 }, minute: 8 },
      )
      yield* caughtUp
      expect(yield* importStatus(TENANT, "monday")).toMatchObject({
        status: "completed",
        accepted: 1,
        rejected: 2,
        completedAt: minute(8),
      })
      const none = { code: null, name: null, reason: null, remedy: null }
      expect(yield* importRows(TENANT, "monday")).toEqual([
        {
          line: 2,
          accepted: true,
          serialNumber: "S-2",
          deviceId: "device of line 2",
          notes: ["padding"],
          ...none,
        },
        { ...refusedRow(3), accepted: false, deviceId: null, notes: [] },
        { ...refusedRow(4), accepted: false, deviceId: null, notes: [] },
      ])
    }).pipe(world()),
)

it.effect("given two tenants that chose the same import id, then each sees its own, the newest first", () =>
  Effect.gen(function* () {
    yield* record("import-1", { ...submitted("monday", 1), minute: 1 })
    yield* record("import-2", { ...submitted("monday", 5), tenant: "another tenant" })
    yield* record("import-3", { ...submitted("tuesday", 2), minute: 2 })
    yield* caughtUp
    expect((yield* listImports(TENANT)).map(({ importId, rows }) => [importId, rows])).toEqual([
      ["tuesday", 2],
      ["monday", 1],
    ])
    expect((yield* importStatus("another tenant", "monday"))?.rows).toBe(5)
    expect(yield* importStatus(TENANT, "sunday")).toBeUndefined()
    expect(yield* importRows("another tenant", "tuesday")).toEqual([])
  }).pipe(world()),
)
