import type { AllStreamResolvedEvent } from "@eventstore/db-client"
import { Effect, Option, type Scope } from "effect"
import type { SubscriptionState } from "#workflows/ports"
import { type Line, makeLineHolder } from "./line.ts"
import { explainError, passing, type Trouble, tooLate } from "./trouble.ts"

const BATCH = 1024
const FIRST_PAUSE_MILLIS = 100
const LONGEST_PAUSE_MILLIS = 5000

const ENDED = passing("The server ended the subscription.", "not-done")

/** What keeps a line open across whatever ends it. */
export interface ResumingOptions<Standing> {
  /** Opens a line from where its reader stands; may throw. */
  open(standing: Standing): Line
  /** The state in which a line is that was just confirmed. */
  stateAt(standing: Standing): SubscriptionState
  become(state: SubscriptionState, error?: string): Effect.Effect<void>
  /** How long the server may take to confirm a line. */
  readonly limitMillis: number
  /** After how long a silence a line is opened anew: one that a proxy swallowed looks like one without news. */
  readonly quietMillis: number
}

/** Gives the next events after a standing, however long that takes. */
export type NextEvents<Standing> = (
  standing: Standing,
) => Effect.Effect<ReadonlyArray<AllStreamResolvedEvent>>

/**
 * Makes a line that resumes by itself: after a restart of the server, a change of leader, a dropped subscription or a refusal, it is
 * opened again from where its reader stands, with growing pauses until events come.
 */
export const makeResumingLine = <Standing>({
  become,
  limitMillis,
  open,
  quietMillis,
  stateAt,
}: ResumingOptions<Standing>): Effect.Effect<NextEvents<Standing>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { drop, get } = yield* makeLineHolder
    let isConfirmed = false
    let pause = FIRST_PAUSE_MILLIS

    const confirm = Effect.fnUntraced(function* (line: Line, standing: Standing) {
      yield* Effect.timeoutOrElse(line.confirmed, {
        duration: limitMillis,
        orElse: () => Effect.fail(tooLate(limitMillis)),
      })
      isConfirmed = true
      yield* become(stateAt(standing))
    })

    const attempt = Effect.fnUntraced(function* (standing: Standing) {
      const line = yield* Effect.try({ try: () => get(() => open(standing)), catch: explainError })
      if (!isConfirmed) yield* confirm(line, standing)
      const found = yield* Effect.timeoutOption(line.take(BATCH), quietMillis)
      return Option.isSome(found) && found.value.length === 0 ? yield* Effect.fail(ENDED) : found
    })

    const resume = Effect.fnUntraced(function* ({ reason }: Trouble) {
      yield* become("resuming", reason)
      yield* Effect.sleep(pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
      return Option.none()
    })

    return Effect.fnUntraced(function* (standing: Standing) {
      for (;;) {
        const found = yield* attempt(standing).pipe(
          Effect.tapError(() => Effect.sync(drop)),
          Effect.catch(resume),
        )
        if (Option.isSome(found)) {
          pause = FIRST_PAUSE_MILLIS
          return found.value
        }
        drop()
        isConfirmed = false
      }
    })
  })
