import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { Entropy } from "#workflows/ports"
import { seededEntropy } from "../../support/seeded-entropy.ts"

const draw = Effect.gen(function* () {
  const { bytes } = yield* Entropy
  return [bytes(16), bytes(16)].map((drawn) => Buffer.from(drawn).toString("hex"))
})

it.effect("the system's entropy gives as many bytes as asked for, others each time", () =>
  Effect.gen(function* () {
    const { bytes } = yield* Entropy
    expect([0, 1, 33].map((size) => bytes(size).length)).toEqual([0, 1, 33])
    expect(new Set([...(yield* draw), ...(yield* draw)]).size).toBe(4)
  }).pipe(Effect.provide(systemEntropy)),
)

it.effect("seeded entropy gives the same bytes for the same seed, and others for another", () =>
  Effect.gen(function* () {
    const one = yield* Effect.provide(draw, seededEntropy(7))
    expect(yield* Effect.provide(draw, seededEntropy(7))).toEqual(one)
    expect(new Set([...one, ...(yield* Effect.provide(draw, seededEntropy(8)))]).size).toBe(4)
  }),
)
