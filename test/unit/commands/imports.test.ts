import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { buildReport, encodeHash } from "#domain/hardware"
import { createTenant, processImport, readFacts, submitImport } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { importStream } from "../../../workflows/commands/imports/imports.ts"
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

type Store = EventStore["Service"]

/** The store with some of its ways changed. */
const around = (changed: (store: Store) => Partial<Store>) =>
  Layer.effect(
    EventStore,
    Effect.map(EventStore, (store) => ({ ...store, ...changed(store) })),
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

  it.effect(
    "asks once which machines anybody ever registered, and reads nothing of those that nobody did",
    () =>
      Effect.gen(function* () {
        const caller = yield* tenant("Contoso")
        const read: Array<string> = []
        const asked: Array<number> = []
        const watched = around((store) => ({
          read: (stream, options) => {
            if (/^(hardware|device)-/.test(stream)) read.push(stream)
            return store.read(stream, options)
          },
          existing: (streams) => {
            asked.push(streams.length)
            return store.existing(streams)
          },
        }))
        yield* submitImport(
          { importId: "one", refused: [], rows: [row(2, NOTEBOOK), row(3, NEIGHBOUR)] },
          caller,
        )
        yield* processImport(caller.tenantId, "one").pipe(Effect.provide(watched))
        assert.deepStrictEqual((yield* results(caller.tenantId, "one")).slice(2, 4), [
          "RowAccepted",
          "RowAccepted",
        ])
        // Four identities of each machine, and its device.
        assert.deepStrictEqual({ read, asked }, { read: [], asked: [10] })
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "refuses a machine that another tenant registers after it was asked about, and spoils no other row",
    () =>
      Effect.gen(function* () {
        const contoso = yield* tenant("Contoso")
        const fabrikam = yield* tenant("Fabrikam")
        const theirs = { importId: "theirs", refused: [], rows: [row(2, NOTEBOOK)] }
        yield* submitImport(theirs, fabrikam)
        const quicker = yield* Effect.cached(Effect.orDie(processImport(fabrikam.tenantId, "theirs")))
        const world = yield* Effect.context<Layer.Success<typeof serviceWorld>>()
        const late = around((store) => ({
          existing: (streams) => Effect.tap(store.existing(streams), Effect.provide(quicker, world)),
        }))
        const ours = { importId: "ours", refused: [], rows: [row(2, NEIGHBOUR), row(3, NOTEBOOK)] }
        yield* submitImport(ours, contoso)
        const importing = yield* Effect.forkChild(
          processImport(contoso.tenantId, "ours").pipe(Effect.provide(late)),
        )
        // Who was too late looks again after a moment.
        yield* TestClock.adjust("1 second")
        yield* Fiber.join(importing)
        assert.deepStrictEqual((yield* results(fabrikam.tenantId, "theirs"))[2], "RowAccepted")
        assert.deepStrictEqual((yield* results(contoso.tenantId, "ours")).slice(2, 4), [
          "RowAccepted",
          "RowRejected 808",
        ])
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("goes on at once after it was killed between the claims of its rows and their devices", () =>
    Effect.gen(function* () {
      const caller = yield* tenant("Contoso")
      const rows = [row(2, NOTEBOOK), row(3, NEIGHBOUR)]
      yield* submitImport({ importId: "one", refused: [], rows }, caller)
      const dying = around((store) => ({
        append: (stream, expected, events) =>
          stream.startsWith("device-") ? Effect.die("killed") : store.append(stream, expected, events),
      }))
      yield* Effect.exit(processImport(caller.tenantId, "one").pipe(Effect.provide(dying)))
      assert.deepStrictEqual((yield* results(caller.tenantId, "one")).slice(2), [])
      yield* processImport(caller.tenantId, "one")
      assert.deepStrictEqual((yield* results(caller.tenantId, "one")).slice(2, 4), [
        "RowAccepted",
        "RowAccepted",
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )
})
