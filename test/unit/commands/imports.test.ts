import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { buildReport, encodeHash } from "#domain/hardware"
import { createTenant, processImport, readFacts, submitImport } from "#workflows/commands"
import { importStream } from "../../../workflows/commands/imports.ts"
import { BEFORE, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const admin = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const

const row = (
  line: number,
  machine: typeof NOTEBOOK | typeof NEIGHBOUR,
  assignedUser: string | null = null,
) => ({
  line,
  serialNumber: machine.serialNumber,
  productId: null,
  hash: Result.getOrThrow(encodeHash(buildReport(machine, BEFORE))),
  groupTag: "sales",
  assignedUser,
  notes: [],
})

const results = (tenantId: string, importId: string) =>
  Effect.map(readFacts(importStream(tenantId, importId)), (facts) =>
    facts.map(({ fact }) => ("code" in fact.data ? `${fact.type} ${fact.data.code}` : fact.type)),
  )

const tenant = (name: string) =>
  Effect.map(
    createTenant({ name, domains: [] }, { actor: admin, tenantId: null, key: name }),
    ({ tenantId }) => ({ actor: admin, tenantId, key: "import" }),
  )

describe("an import", () => {
  it.effect("registers its rows once, however often it is submitted and carried on", () =>
    Effect.gen(function* () {
      const caller = yield* tenant("Contoso")
      const file = {
        importId: "one",
        refused: [],
        rows: [row(2, NOTEBOOK, "ann@contoso.com"), row(3, NEIGHBOUR)],
      }
      for (let time = 0; time < 2; time++) {
        yield* submitImport(file, caller)
        yield* processImport(caller.tenantId, "one")
      }
      assert.deepStrictEqual(yield* results(caller.tenantId, "one"), [
        "ImportRowsStored",
        "ImportSubmitted",
        "RowAccepted",
        "RowAccepted",
        "ImportCompleted",
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("answers 806 for a device that the tenant has, and 808 for one that another has", () =>
    Effect.gen(function* () {
      const contoso = yield* tenant("Contoso")
      const fabrikam = yield* tenant("Fabrikam")
      const rows = [row(2, NOTEBOOK)]
      for (const [caller, importId] of [
        [contoso, "a"],
        [contoso, "b"],
        [fabrikam, "c"],
      ] as const) {
        yield* submitImport({ importId, refused: [], rows }, caller)
        yield* processImport(caller.tenantId, importId)
      }
      assert.strictEqual((yield* results(contoso.tenantId, "b"))[2], "RowRejected 806")
      assert.strictEqual((yield* results(fabrikam.tenantId, "c"))[2], "RowRejected 808")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
