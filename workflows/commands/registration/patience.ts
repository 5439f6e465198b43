import { Effect } from "effect"
import { Refusal } from "#domain/kernel"
import type { Answer } from "../execution/answer.ts"

/** How long a registration waits for another one of the same machine that is under way: 20 times 100 ms. */
const LOOKS = 20
const PAUSE = "100 millis"

const pendingElsewhere = () =>
  new Refusal({
    kind: "limited",
    code: "registration-pending",
    what: "Another registration of this machine is under way.",
    remedy: "Try again in a minute.",
  })

/** Tries until there is an answer; false means that others were quicker, and everything is to be looked at again. */
export const lookAgain = Effect.fnUntraced(function* <E, R>(
  attempt: () => Effect.Effect<Answer | false, E, R>,
) {
  for (let look = 0; look < LOOKS; look++) {
    const answer = yield* attempt()
    if (answer !== false) return answer
    yield* Effect.sleep(PAUSE)
  }
  return yield* pendingElsewhere()
})
