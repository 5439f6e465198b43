import type { AllStreamResolvedEvent, AllStreamSubscription, StreamingRead } from "@eventstore/db-client"
import { Effect } from "effect"
import { makeSignal } from "#adapters/eventstore/contract"
import { explainError, type Trouble } from "./trouble.ts"

/** Events on their way from the server: a call that stays open, with a bounded buffer that fills whether or not somebody takes from it. */
export interface Line {
  /** The next events, at least one and at most that many; none when the server has told all that it was asked for. */
  take(most: number): Effect.Effect<ReadonlyArray<AllStreamResolvedEvent>, Trouble>
  /** Waits until the server has confirmed a subscription. */
  readonly confirmed: Effect.Effect<void, Trouble>
  /** Ends the call; what is in the buffer is lost. */
  close(): void
}

type Call = StreamingRead<AllStreamResolvedEvent> | AllStreamSubscription

/** How large the buffer is: the server is asked for more only while it holds fewer events. */
export const BUFFER = { highWaterMark: 1024 }

const buffered = (call: Call, most: number) => {
  const events: Array<AllStreamResolvedEvent> = []
  while (events.length < most) {
    const event: AllStreamResolvedEvent | null = call.read()
    if (event === null) break
    events.push(event)
  }
  return events
}

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
  call.on("readable", heard.notify)
  call.on("confirmation", () => {
    isConfirmed = true
    heard.notify()
  })
  call.on("error", (...[error]) => over(explainError(error)))
  call.on("end", () => over())
  call.on("close", () => over())

  return {
    take: Effect.fnUntraced(function* (most: number) {
      for (;;) {
        const seen = heard.count
        const events = buffered(call, most)
        if (events.length > 0) return events
        if (trouble !== undefined) return yield* Effect.fail(trouble)
        if (isOver) return []
        yield* heard.past(seen)
      }
    }),
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
