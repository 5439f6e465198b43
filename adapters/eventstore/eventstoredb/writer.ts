import { Effect, Redacted, type Scope } from "effect"
import type { PreparedEvent } from "#adapters/eventstore/contract"
import { type Failed, type Outcome, startWriter } from "#adapters/eventstore/thread"
import type { EventStoreFailure } from "#workflows/ports"
import type { EventStoreDbAddress } from "./address.ts"
import { type Patience, persistently } from "./connection.ts"
import type { Trouble } from "./trouble.ts"

/** What the writer thread finds as its data. */
export interface WriterData {
  readonly connectionString: string
  readonly limitMillis: number
}

/** An append that was decided: stored, or in conflict. */
export type Decided = Exclude<Outcome, Failed>

/** The writing side of the store. */
export interface PatientWriter {
  append(
    stream: string,
    expected: number,
    events: ReadonlyArray<PreparedEvent>,
  ): Effect.Effect<Decided, Trouble>
}

const decided = (outcome: Outcome): Effect.Effect<Decided, Trouble> =>
  outcome._tag === "Failed"
    ? Effect.fail({ ...outcome, isPassing: outcome.isPassing ?? false })
    : Effect.succeed(outcome)

/**
 * Starts a thread that appends. It has a client of its own, on the client's fast append path: that path keeps what is under way in one
 * list for all clients that share a module, and a late answer for it can end what runs there; on a thread of its own neither reaches
 * anybody else. An append whose trouble passes is repeated with the same ids and the same expected revision.
 */
export const startPatientWriter = (
  { connectionString, shown }: EventStoreDbAddress,
  { limitMillis, patienceMillis }: Patience,
): Effect.Effect<PatientWriter, EventStoreFailure, Scope.Scope> => {
  const data: WriterData = { connectionString: Redacted.value(connectionString), limitMillis }
  const script = new URL("./worker.ts", import.meta.url)
  const options = { script, name: "flightlog-eventstoredb-writer", data, what: shown, onCommit: () => {} }
  return Effect.map(startWriter(options), (writer) => ({
    append: (stream, expected, events) =>
      persistently(Effect.flatMap(writer.append(stream, expected, events), decided), patienceMillis),
  }))
}
