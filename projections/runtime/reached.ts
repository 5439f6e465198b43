import { Effect } from "effect"
import type { Position } from "#workflows/ports"
import { ReadModelsFailure } from "./failure.ts"
import type { Standing } from "./file.ts"
import type { Wakeup } from "./wakeup.ts"

/** How long to wait, and for which projections; without `of`, for all. */
export interface ReachOptions {
  readonly millis: number
  readonly of?: ReadonlyArray<string> | undefined
}

/** What the wait looks at. */
export interface Moving {
  readonly standings: Effect.Effect<ReadonlyArray<Standing>, ReadModelsFailure>
  readonly wakeup: Wakeup
  /** Whether this process feeds them: then each move is told, else the file has to be looked at. */
  readonly isFed: () => boolean
}

const LOOK_MILLIS = 10

const stoppedBefore = ({ name, poison }: Standing) => {
  const event = poison === null ? "" : ` "${poison.type}" at position ${poison.position}`
  return new ReadModelsFailure({
    reason: `The projection "${name}" stopped at the event${event}, which it cannot apply (${poison?.reason ?? "no reason is known"}).`,
    remedy:
      "Mend what the reason names, then start the service again: the projection goes on where it stopped.",
  })
}

const tooLate = (position: Position, millis: number, behind: ReadonlyArray<Standing>) => {
  const names = behind.map(({ name, position: at, state }) => `"${name}" (${state}, at ${at || "the start"})`)
  return new ReadModelsFailure({
    reason: `The read models did not reach position ${position} within ${millis} ms: ${names.join(", ")}.`,
    remedy: "Try again a little later; the health of the projections tells what they wait for.",
  })
}

/** Waits until projections stand at a position or after it; fails at once when one of them has stopped before it. */
export const waitUntilReached = (
  { isFed, standings, wakeup }: Moving,
  position: Position,
  { millis, of }: ReachOptions,
): Effect.Effect<void, ReadModelsFailure> => {
  const behind = Effect.map(standings, (present) =>
    present.filter((one) => (!one.isRead || one.position < position) && (of?.includes(one.name) ?? true)),
  )
  const wait = Effect.gen(function* () {
    for (;;) {
      const moved = wakeup.next()
      const waiting = yield* behind
      if (waiting.length === 0) return
      const stopped = waiting.find(({ state }) => state === "stopped")
      if (stopped !== undefined) return yield* stoppedBefore(stopped)
      yield* isFed() ? moved : Effect.raceFirst(moved, Effect.sleep(LOOK_MILLIS))
    }
  })
  return Effect.timeoutOrElse(wait, {
    duration: millis,
    orElse: () => Effect.flatMap(behind, (waiting) => Effect.fail(tooLate(position, millis, waiting))),
  })
}
