import { assert, describe, it } from "vitest"
import { simulate } from "../../simulation/simulate.ts"

/** A hundred seeds are in `npm run proof`, ten thousand in `npm run faults`. */
const simulated = (seed: number): string => {
  const { log, violations } = simulate(seed)
  assert.deepStrictEqual(violations, [])
  return log.map((event) => JSON.stringify(event)).join("\n")
}

describe("a simulation of the whole service", () => {
  it("keeps every promise, and comes to the same log, byte by byte, for the same seed, and to another for another", {
    timeout: 300_000,
  }, () => {
    const [once, again, other] = [simulated(7), simulated(7), simulated(8)]
    assert.isAbove(once.length, 50_000)
    assert.isTrue(once === again)
    assert.isFalse(once === other)
  })
})
