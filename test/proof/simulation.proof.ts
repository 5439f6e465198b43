import { availableParallelism } from "node:os"
import { assert, describe, it } from "vitest"
import { type Outcome, simulations } from "../faults/simulations.ts"
import { MUTATIONS } from "../simulation/mutations.ts"
import { simulate } from "../simulation/simulate.ts"

const SEEDS = 100

describe("a simulation of three nodes, three tenants and five machines", () => {
  it(`keeps every promise for ${SEEDS} seeds, whatever is lost, repeated, late, cut off or ended`, async () => {
    const outcomes: Array<Outcome> = []
    const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1)
    await simulations(seeds, availableParallelism(), (outcome) => outcomes.push(outcome))
    assert.deepStrictEqual(
      outcomes.filter(({ violations }) => violations.length > 0),
      [],
    )
    assert.lengthOf(outcomes, SEEDS)
    // It is about something: nodes end, and a lot is stored all the same.
    assert.isAbove(
      outcomes.reduce((sum, { crashes }) => sum + crashes, 0),
      5 * SEEDS,
    )
    assert.isAbove(
      outcomes.reduce((sum, { events }) => sum + events, 0),
      100 * SEEDS,
    )
  })
})

/** Within so many seeds each defect is found; most show in the first. */
const WITHIN = 30

describe("the simulation finds it when", () => {
  it.each(MUTATIONS)("$says", ({ make }) => {
    const seeds = Array.from({ length: WITHIN }, (_, index) => index + 1)
    const found = seeds.find((seed) => simulate(seed, make()).violations.length > 0)
    assert.isDefined(found)
  })
})
