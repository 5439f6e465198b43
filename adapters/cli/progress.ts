import { Clock, Effect } from "effect"
import { Output } from "./output.ts"

/** How often a line that tells of progress is written over, in milliseconds. */
const EVERY = 100

/** Makes a teller of progress that may be told as often as one likes: people see a line now and then. */
export const progressTeller = Effect.gen(function* () {
  const output = yield* Output
  let next = 0
  return Effect.fnUntraced(function* (text: () => string) {
    const now = yield* Clock.currentTimeMillis
    if (now < next) return
    next = now + EVERY
    yield* output.progress(text())
  })
})
