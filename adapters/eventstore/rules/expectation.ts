import type { ExpectedRevision } from "#workflows/ports"

/** The revision before a stream's first event, inside the stores. */
export const NO_STREAM = -1

/** What is to be done with an append: write it, answer it as before, or refuse it. */
export type Verdict = "write" | "repeat" | "conflict"

/** What a stream says of itself: its last revision (NO_STREAM before its first event) and the ids it holds. */
export interface StreamView {
  readonly last: number
  idAt(revision: number): string | undefined
}

/** An expected revision as a number. */
export const lastExpected = (expected: ExpectedRevision): number =>
  expected === "no-stream" ? NO_STREAM : expected

/** A last revision as the port tells it. */
export const asRevision = (last: number): ExpectedRevision => (last === NO_STREAM ? "no-stream" : last)

/**
 * Judges an append as EventStoreDB does. Where the stream stands at the expected revision, it is written. Where the stream has
 * gone on, it is a repeat if exactly these ids stand right after the expected revision, and otherwise a conflict; so a repeat
 * is recognised at any later time, also for the first few events of an append, and without an index of ids.
 */
export const judge = (stream: StreamView, expected: number, ids: ReadonlyArray<string>): Verdict => {
  if (expected === stream.last) return "write"
  return ids.every((id, offset) => stream.idAt(expected + 1 + offset) === id) ? "repeat" : "conflict"
}
