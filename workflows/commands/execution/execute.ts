import { Clock, Effect, Result } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { timestampOf } from "#domain/kernel"
import { EventStore } from "#workflows/ports"
import { type Answer, contended, isSameCommand, keyReused } from "./answer.ts"
import { appendAt } from "./append.ts"
import type { Origin } from "./caller.ts"
import { carriedBy, carriedOf, extendEnd, noEnd, readFacts, stamp, withoutPersonal } from "./history.ts"
import { propose } from "./propose.ts"
import type { Fold, StreamKind } from "./stream-kind.ts"

/** How often a command is decided anew after others wrote to its stream first. */
export const DECISIONS = 8

/** The present time. */
export const now = Effect.map(Clock.currentTimeMillis, timestampOf)

/** Reads the state of a stream with simple rules: what is not known of it yet. */
export const stateOf = Effect.fnUntraced(function* <State, Command, Fact extends DomainFact>(
  { decider, folds, isOwn }: StreamKind<State, Command, Fact>,
  stream: string,
) {
  const kept = folds(yield* EventStore)
  const known = kept.get(stream) ?? { state: decider.initial, end: noEnd() }
  const facts = yield* readFacts(stream, known.end.revision + 1)
  if (facts.length === 0) return known
  let { state } = known
  for (const { fact } of facts) if (isOwn(fact)) state = decider.evolve(state, fact)
  const fold: Fold<State> = { state, end: extendEnd(known.end, stream, carriedOf(facts)) }
  kept.keep(stream, fold)
  return fold
})

const tryOnce = Effect.fnUntraced(function* <State, Command, Fact extends DomainFact>(
  kind: StreamKind<State, Command, Fact>,
  stream: string,
  command: Command,
  origin: Origin,
) {
  const { end, state } = yield* stateOf(kind, stream)
  const before = end.answered.get(origin.commandId)
  if (before !== undefined) return isSameCommand(before, origin) ? before.answer : yield* keyReused()
  const facts = yield* Effect.fromResult(kind.decider.decide(state, command))
  if (facts.length === 0)
    return { stream, revision: end.revision, position: end.position, facts: [] } satisfies Answer
  const next = facts.reduce(kind.decider.evolve, state)
  const recordedAt = stamp(end, yield* now)
  const originated = facts.map((fact) => ({ fact, emitted: false, origin }))
  const first = end.revision + 1
  const placement = { stream, revision: first, recordedAt, wakeAt: kind.deadline?.(next) }
  const { position, revision } = yield* appendAt(stream, end.revision, yield* propose(originated, placement))
  // What this wrote itself need not be read again.
  const written = extendEnd(end, stream, carriedBy(originated, { first, position, recordedAt }))
  kind.folds(yield* EventStore).keep(stream, { state: next, end: written })
  return { stream, revision, position, facts: facts.map(withoutPersonal) } satisfies Answer
})

/**
 * Handles one command on a stream with simple rules: reads it, decides, appends with the revision that was read, and
 * decides again when others were quicker. A command that the stream already carries gives its first answer.
 */
export const execute = Effect.fnUntraced(function* <State, Command, Fact extends DomainFact>(
  kind: StreamKind<State, Command, Fact>,
  stream: string,
  command: Command,
  origin: Origin,
) {
  for (let decision = 0; decision < DECISIONS; decision++) {
    const tried = yield* Effect.result(tryOnce(kind, stream, command, origin))
    if (Result.isSuccess(tried)) return tried.success
    if (tried.failure._tag !== "WrongExpectedRevision") return yield* Effect.fail(tried.failure)
  }
  return yield* contended(stream)
})
