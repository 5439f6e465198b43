import { assert } from "@effect/vitest"
import { Result } from "effect"
import {
  type DecisionContext,
  type DeviceCommand,
  type DeviceFact,
  type DeviceState,
  decide,
  evolve,
  initialDevice,
} from "#domain/device"
import { addMillis, Timestamp } from "#domain/kernel"

const START = Timestamp.make("2026-03-03T12:00:00.000Z")

const folded = (facts: ReadonlyArray<DeviceFact>): DeviceState =>
  facts.reduce(
    (state, fact, index) => evolve(state, fact, { at: addMillis(START, index * 1000) }),
    initialDevice,
  )

const NO_CONTEXT: DecisionContext = { profile: null, holds: () => true }

/**
 * Given events, when a command, then what: the rules of a device as sentences.
 *
 * @example given(registered).when({ type: "UnassignUser" }).thenNothing()
 */
export const given = (...facts: ReadonlyArray<DeviceFact>) => ({
  when: (command: DeviceCommand, context: DecisionContext = NO_CONTEXT) => {
    const decision = decide(folded(facts), command, context)
    return {
      thenEvents: (...expected: ReadonlyArray<DeviceFact>) =>
        assert.deepStrictEqual(
          Result.getOrElse(decision, ({ message }) => message),
          expected,
        ),
      thenTypes: (...expected: ReadonlyArray<DeviceFact["type"]>) =>
        assert.deepStrictEqual<unknown>(
          Result.isSuccess(decision) ? decision.success.map(({ type }) => type) : decision.failure.message,
          expected,
        ),
      thenNothing: () =>
        assert.deepStrictEqual(
          Result.getOrElse(decision, ({ message }) => message),
          [],
        ),
      thenRefused: (code: string, text?: string) => {
        assert.strictEqual(Result.isFailure(decision) ? decision.failure.code : "taken", code)
        if (text !== undefined && Result.isFailure(decision))
          assert.strictEqual(decision.failure.message, text)
      },
    }
  },
})
