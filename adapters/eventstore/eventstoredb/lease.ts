import { randomUUID } from "node:crypto"
import { Clock, Effect, Option, Predicate } from "effect"
import { NO_STREAM } from "#adapters/eventstore/rules"
import type { ProcessLease } from "#workflows/ports"
import type { Connection } from "./connection.ts"
import { LEASE_STREAM } from "./events.ts"
import { readStreamPage } from "./pages.ts"
import { explainError, type Trouble } from "./trouble.ts"
import type { PatientWriter } from "./writer.ts"

/** Nobody's: the lease was given back. */
const NOBODY = ""

const RENEWALS_PER_LEASE = 3
const LOOKS_PER_LEASE = 15

/** Who has the lease, and at which revision of its stream that was said. */
interface LastLease {
  readonly revision: number
  readonly holder: string
}

const UNUSED: LastLease = { revision: NO_STREAM, holder: NOBODY }

const holderIn = (data: unknown): string =>
  Predicate.hasProperty(data, "holder") && Predicate.isString(data.holder) ? data.holder : NOBODY

const said = ({ reason, remedy }: Trouble) =>
  Effect.logWarning(`The lease of the processes could not be read or written: ${reason} ${remedy}`)

/**
 * The lease of the processes in a stream beside the log. Whoever has it writes so again and again; it is free when it was given back, or when
 * its holder was silent for as long as it lasts, by the clock of who waits for it. No two nodes' clocks are compared.
 */
export const makeLease = (
  { call }: Connection,
  writer: PatientWriter,
  millis: number,
): typeof ProcessLease.Service => {
  const me = randomUUID()

  const write = (last: number, holder: string) =>
    writer.append(LEASE_STREAM, last, [
      { id: randomUUID(), type: "LeaseHeld", payload: JSON.stringify({ holder }), metadata: "{}" },
    ])

  const look = Effect.map(
    call(readStreamPage({ stream: LEASE_STREAM, from: "end", count: 1 })),
    ([last]): LastLease =>
      last?.event === undefined
        ? UNUSED
        : { revision: Number(last.event.revision), holder: holderIn(last.event.data) },
  )

  /** The server keeps the last event only. */
  const keepLast = call((client) =>
    Effect.tryPromise({
      try: () => client.setStreamMetadata(LEASE_STREAM, { maxCount: 1 }),
      catch: explainError,
    }),
  )

  /** Waits until nobody has the lease. */
  const free = Effect.gen(function* () {
    let seen: number | undefined
    let since = yield* Clock.currentTimeMillis
    for (;;) {
      const { holder, revision } = yield* look
      const now = yield* Clock.currentTimeMillis
      if (revision !== seen) since = now
      seen = revision
      if (holder === NOBODY || now - since >= millis) return revision
      yield* Effect.sleep(millis / LOOKS_PER_LEASE)
    }
  })

  /** Waits for the lease, and takes it before anybody else does. */
  const taken: Effect.Effect<number, Trouble> = Effect.gen(function* () {
    for (;;) {
      const last = yield* free
      if (last === NO_STREAM) yield* keepLast
      const decided = yield* write(last, me)
      if (decided._tag === "Appended") return decided.revision
    }
  })

  const giveBack = (last: number) =>
    Effect.ignore(Effect.timeoutOption(write(last, NOBODY), millis / RENEWALS_PER_LEASE))

  /** Does the work while the lease is this node's; nothing when it was lost. */
  const whileHeld = <A, E, R>(revision: number, work: Effect.Effect<A, E, R>) => {
    let last = revision
    const lost = Effect.gen(function* () {
      for (;;) {
        yield* Effect.sleep(millis / RENEWALS_PER_LEASE)
        const decided = yield* write(last, me)
        if (decided._tag === "Conflict") return Option.none<A>()
        last = decided.revision
      }
    }).pipe(Effect.catch((trouble) => Effect.as(said(trouble), Option.none<A>())))
    return Effect.raceFirst(Effect.asSome(work), lost).pipe(
      Effect.ensuring(Effect.suspend(() => giveBack(last))),
    )
  }

  return {
    hold: (work) =>
      Effect.gen(function* () {
        for (;;) {
          const revision = yield* Effect.result(taken)
          if (revision._tag === "Failure") {
            yield* said(revision.failure)
            yield* Effect.sleep(millis / LOOKS_PER_LEASE)
          } else {
            const done = yield* whileHeld(revision.success, work)
            if (Option.isSome(done)) return done.value
          }
        }
      }),
  }
}
