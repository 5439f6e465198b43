import { assert, describe, it } from "vitest"
import { simulate } from "../../simulation/simulate.ts"

const textOf = (seed: number): string =>
  simulate(seed)
    .log.map((event) => JSON.stringify(event))
    .join("\n")

describe("a simulation of the whole service", () => {
  it("comes to the same log, byte by byte, for the same seed, and to another for another", {
    timeout: 120_000,
  }, () => {
    const [once, again, other] = [textOf(7), textOf(7), textOf(8)]
    assert.isAbove(once.length, 50_000)
    assert.isTrue(once === again)
    assert.isFalse(once === other)
  })

  it("keeps every promise; a hundred seeds are in `npm run proof`, ten thousand in `npm run faults`", {
    timeout: 120_000,
  }, () => {
    for (const seed of [1, 2]) assert.deepStrictEqual(simulate(seed).violations, [])
  })
})
