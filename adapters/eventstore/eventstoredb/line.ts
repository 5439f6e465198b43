import type { AllStreamResolvedEvent, AllStreamSubscription, StreamingRead } from "@eventstore/db-client"
import { Effect } from "effect"
import { makeSignal } from "#adapters/eventstore/contract"
import { explainError, type Trouble } from "./trouble.ts"

/** Events on their way from the server: a call that stays open, with a bounded buffer that fills whether or not somebody takes from it. */
export interface Line {
  /** The next events, at least one and at most that many; none when the server has told all that it was asked for. */
  take(most: number): Effect.Effect<ReadonlyArray<AllStreamResolvedEvent>, Trouble>
  /** Whether everything that came in was taken. */
  isEmpty(): boolean
  /** Waits until the server has confirmed a subscription. */
  readonly confirmed: Effect.Effect<void, Trouble>
  /** Ends the call; what is in the buffer is lost. */
  close(): void
}

type Call = StreamingRead<AllStreamResolvedEvent> | AllStreamSubscription

/** How many events are kept at most until somebody takes them; the server is asked for more only when half of them are gone. */
const MOST_BUFFERED = 4096

/** Lets the events that came in together be heard one by one, so that they are taken together. */
const turn = Effect.callback<void>((resume) => {
  const immediate = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(immediate))
})

/**
 * Listens to a call of the client. What had arrived before an error is still given. The listeners stay for as long as the call
 * lives: an error that nobody listens to would end the process.
 */
export const makeLine = (call: Call): Line => {
  const heard = makeSignal()
  let isConfirmed = false
  let isOver = false
  let trouble: Trouble | undefined
  const over = (why?: Trouble) => {
    isOver = true
    trouble ??= why
    heard.notify()
  }
  const buffer: Array<AllStreamResolvedEvent> = []
  call.on("data", (event: AllStreamResolvedEvent) => {
    buffer.push(event)
    if (buffer.length === MOST_BUFFERED) call.pause()
    if (buffer.length === 1) heard.notify()
  })
  call.on("confirmation", () => {
    isConfirmed = true
    heard.notify()
  })
  call.on("error", (...[error]) => over(explainError(error)))
  call.on("end", () => over())
  call.on("close", () => over())

  const taken = (most: number) => {
    const events = buffer.splice(0, most)
    if (call.isPaused() && buffer.length < MOST_BUFFERED / 2) call.resume()
    return events
  }

  return {
    take: Effect.fnUntraced(function* (most: number) {
      for (;;) {
        const seen = heard.count
        if (buffer.length > 0) return taken(most)
        if (trouble !== undefined) return yield* Effect.fail(trouble)
        if (isOver) return []
        yield* heard.past(seen)
        yield* turn
      }
    }),
    isEmpty: () => buffer.length === 0,
    confirmed: Effect.gen(function* () {
      while (!isConfirmed && !isOver) yield* heard.past(heard.count)
      if (trouble !== undefined) return yield* Effect.fail(trouble)
    }),
    close: () => {
      const ended = "unsubscribe" in call ? call.unsubscribe() : call.cancel()
      // A call that never came about cannot be cancelled, and need not be.
      ended.catch(() => {})
    },
  }
}

/** Keeps at most one line open, and closes it with the scope. */
export const makeLineHolder = Effect.acquireRelease(
  Effect.sync(() => {
    let line: Line | undefined
    return {
      /** The open line, or a new one. */
      get: (open: () => Line): Line => {
        line ??= open()
        return line
      },
      /** Closes the line, if one is open. */
      drop: () => {
        line?.close()
        line = undefined
      },
    }
  }),
  ({ drop }) => Effect.sync(drop),
)
