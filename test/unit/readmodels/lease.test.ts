import { spawnSync } from "node:child_process"
import { hostname } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { readModelFile } from "#adapters/readmodels"
import { type Lease, ReadModelFile } from "#projections/runtime"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const freshPath = () => join(directory, `lease-${files++}.sqlite`)

/** The lease on a file as one of its processes has it; a lease lasts 1,000 ms. */
const leaseOn = (path: string) =>
  Effect.gen(function* () {
    const file = Layer.fresh(readModelFile({ path, store: "test", leaseMillis: 1000 }))
    const { lease } = Context.get(yield* Layer.build(file), ReadModelFile)
    return lease ?? (yield* Effect.die("A file on the disk has a lease."))
  })

const two = Effect.gen(function* () {
  const path = freshPath()
  const leases: readonly [Lease, Lease] = [yield* leaseOn(path), yield* leaseOn(path)]
  return leases
})

it.effect("given a holder that renews in time, then nobody else gets the lease", () =>
  Effect.gen(function* () {
    const [first, second] = yield* two
    expect(yield* first.take).toBe(true)
    for (let round = 0; round < 10; round++) {
      yield* TestClock.adjust(first.renewMillis)
      expect([yield* second.take, yield* first.take]).toEqual([false, true])
    }
  }).pipe(Effect.scoped),
)

it.effect("given a holder, then anybody is told which process it is, until its lease has run out", () =>
  Effect.gen(function* () {
    const [first, second] = yield* two
    expect(yield* second.holder).toBeNull()
    yield* first.take
    expect(yield* second.holder).toEqual({ machine: hostname(), process: process.pid })
    yield* TestClock.adjust(1000)
    expect(yield* second.holder).toBeNull()
  }).pipe(Effect.scoped),
)

it.effect("given a silent holder, then the lease is taken over when it has run out, and not before", () =>
  Effect.gen(function* () {
    const [first, second] = yield* two
    yield* first.take
    yield* TestClock.adjust(999)
    expect(yield* second.take).toBe(false)
    yield* TestClock.adjust(1)
    expect([yield* second.take, yield* first.take]).toEqual([true, false])
  }).pipe(Effect.scoped),
)

it.effect(
  "given a holder that gives the lease back, then another takes it at once; who has none can give none",
  () =>
    Effect.gen(function* () {
      const [first, second] = yield* two
      yield* first.take
      yield* second.release
      expect(yield* second.take).toBe(false)
      yield* first.release
      expect(yield* second.take).toBe(true)
    }).pipe(Effect.scoped),
)

it.effect("given a holder whose process has ended, then nobody waits for its lease to run out", () =>
  Effect.gen(function* () {
    const path = freshPath()
    const lease = yield* leaseOn(path)
    const { pid } = spawnSync(process.execPath, ["--version"])
    const write = (owner: string) =>
      new DatabaseSync(path)
        .prepare("INSERT OR REPLACE INTO flightlog_lease VALUES (1, ?, 999999)")
        .run(owner)
    write(`another-machine ${pid} x`)
    expect(yield* lease.take).toBe(false)
    write(`${hostname()} ${process.pid} x`)
    expect(yield* lease.take).toBe(false)
    write(`${hostname()} ${pid} x`)
    expect(yield* lease.take).toBe(true)
  }).pipe(Effect.scoped),
)

it.effect("given read models in memory, then there is no lease: no other process can reach them", () =>
  Effect.gen(function* () {
    expect((yield* ReadModelFile).lease).toBeNull()
  }).pipe(Effect.provide(readModelFile({ path: ":memory:", store: "test" }))),
)
