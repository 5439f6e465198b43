import { Context, Effect } from "effect"

/** What is on the other end of a stream. */
export interface Screen {
  /** How wide the terminal is; null where there is none, and so no reason to cut anything. */
  readonly columns: number | null
  readonly colour: boolean
}

/**
 * Where a command's words go: results to stdout, everything else (progress, notes, errors) to stderr. So what a program
 * reads from stdout is the result and nothing else.
 */
export class Output extends Context.Service<
  Output,
  {
    /** Writes a line, or several, of the result. */
    result(text: string): Effect.Effect<void>
    /** Tells people something beside the result. */
    note(text: string): Effect.Effect<void>
    /** Shows how far long work is, on one line that is written over; only on a terminal. */
    progress(text: string): Effect.Effect<void>
    readonly out: Screen
    readonly err: Screen
  }
>()("flightlog/adapters/cli/Output") {}

/** Writes a line, or several, of the result to stdout. */
export const result = (text: string) => Effect.flatMap(Output, (output) => output.result(text))

/** Writes a result for programs: JSON, indented, in full. */
export const resultJson = (value: unknown) => result(JSON.stringify(value, null, 2))

/** Tells people something on stderr. */
export const note = (text: string) => Effect.flatMap(Output, (output) => output.note(text))

/** Shows how far long work is, where somebody watches. */
export const progress = (text: string) => Effect.flatMap(Output, (output) => output.progress(text))
