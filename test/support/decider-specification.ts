import { assert } from "@effect/vitest"
import { Result } from "effect"
import type { Decider } from "#domain/kernel"

/**
 * Given events, when a command, then what: the rules of a stream with a decider as sentences.
 *
 * @example specification(partnerDecider)(requested).when(grant).thenEvents(granted)
 */
export const specification =
  <State, Command, Fact>(decider: Decider<State, Command, Fact>) =>
  (...facts: ReadonlyArray<Fact>) => ({
    when: (command: Command) => {
      const decision = decider.decide(facts.reduce(decider.evolve, decider.initial), command)
      return {
        thenEvents: (...expected: ReadonlyArray<Fact>) =>
          assert.deepStrictEqual<unknown>(
            Result.getOrElse(decision, ({ message }) => message),
            expected,
          ),
        thenNothing: () =>
          assert.deepStrictEqual<unknown>(
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
