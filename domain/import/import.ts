import { HashSet, Result } from "effect"
import { type Decider, type PersonalValues, Refusal } from "#domain/kernel"
import type { AcceptedRow, ImportFact, RejectedRow, StoredRow } from "./events.ts"

/** What came of one row. */
export type RowResult =
  | ({ readonly accepted: true } & AcceptedRow)
  | ({ readonly accepted: false } & RejectedRow)

/** The state of one import stream. */
export interface ImportState {
  readonly parts: ReadonlySet<number>
  readonly rows: ReadonlyArray<StoredRow>
  readonly submitted: boolean
  /** Lines whose row was registered or refused. */
  readonly done: HashSet.HashSet<number>
  readonly accepted: number
  readonly rejected: number
  readonly completed: boolean
}

/** What may be asked of an import stream. */
export type ImportCommand =
  | {
      readonly type: "StoreRows"
      readonly part: number
      readonly rows: ReadonlyArray<StoredRow>
      readonly personal: ReadonlyArray<PersonalValues>
    }
  | {
      readonly type: "Submit"
      readonly importId: string
      readonly refused: ReadonlyArray<RejectedRow>
      readonly through?: string
    }
  | { readonly type: "RecordRows"; readonly results: ReadonlyArray<RowResult> }
  | { readonly type: "Complete" }

const initial: ImportState = {
  parts: new Set(),
  rows: [],
  submitted: false,
  done: HashSet.empty(),
  accepted: 0,
  rejected: 0,
  completed: false,
}

const evolve = (state: ImportState, { data, type }: ImportFact): ImportState => {
  switch (type) {
    case "ImportRowsStored":
      return { ...state, parts: new Set([...state.parts, data.part]), rows: [...state.rows, ...data.rows] }
    case "ImportSubmitted":
      return { ...state, submitted: true, rejected: state.rejected + data.refused.length }
    case "RowAccepted":
      return { ...state, done: HashSet.add(state.done, data.line), accepted: state.accepted + 1 }
    case "RowRejected":
      return { ...state, done: HashSet.add(state.done, data.line), rejected: state.rejected + 1 }
    case "ImportCompleted":
      return { ...state, completed: true }
  }
}

const factOf = (result: RowResult): ImportFact => {
  if (result.accepted) {
    const { accepted: _accepted, ...data } = result
    return { type: "RowAccepted", data }
  }
  const { accepted: _accepted, ...data } = result
  return { type: "RowRejected", data }
}

const notSubmitted = () =>
  new Refusal({
    kind: "unknown",
    code: "import-unknown",
    what: "There is no such import, or its file was not taken as a whole.",
    remedy: "Submit the file again with the same import id.",
  })

const decideSubmitted = (
  state: ImportState,
  command: Extract<ImportCommand, { type: "RecordRows" | "Complete" }>,
): ReadonlyArray<ImportFact> => {
  if (command.type === "RecordRows")
    return command.results.filter(({ line }) => !HashSet.has(state.done, line)).map(factOf)
  const { accepted, completed, done, rejected, rows } = state
  return completed || HashSet.size(done) < rows.length
    ? []
    : [{ type: "ImportCompleted", data: { accepted, rejected } }]
}

/**
 * The rules of an import: its rows are stored in parts, then it is submitted as a whole; each row has one result; it is
 * complete when every row has one.
 */
export const importDecider: Decider<ImportState, ImportCommand, ImportFact> = {
  initial,
  evolve,
  decide: (state, command) => {
    switch (command.type) {
      case "StoreRows": {
        const { part, personal, rows } = command
        const stored: ImportFact = { type: "ImportRowsStored", data: { part, rows }, personal }
        return Result.succeed(state.parts.has(part) || state.submitted ? [] : [stored])
      }
      case "Submit": {
        const { type: _type, ...submitted } = command
        const data = { ...submitted, rows: state.rows.length }
        return Result.succeed(state.submitted ? [] : [{ type: "ImportSubmitted", data }])
      }
      default:
        return state.submitted ? Result.succeed(decideSubmitted(state, command)) : Result.fail(notSubmitted())
    }
  },
}
