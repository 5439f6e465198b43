import { assert, describe, it } from "vitest"
import { killRounds } from "../faults/kill-rounds.ts"

const ROUNDS = 10

describe("a server that is killed in the middle of imports and device reports", () => {
  it(`has all that it acknowledged once and nothing half after each of ${ROUNDS} restarts, and lists as a rebuild makes them`, async () => {
    const { acknowledged, amid, failures } = await killRounds(ROUNDS, 1, () => {})
    assert.deepStrictEqual(failures, [])
    assert.isAbove(amid, 0)
    assert.isAbove(acknowledged, ROUNDS)
  })
})
