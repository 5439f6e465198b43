import type { DomainFact } from "#domain/catalogue"
import { Refusal } from "#domain/kernel"
import type { Position } from "#workflows/ports"
import type { Origin } from "./caller.ts"

/** What a command came to: where its stream stands, and the events that carry the command. */
export interface Answer {
  readonly stream: string
  readonly revision: number
  /** Position of the last event that the answer speaks of: a read may wait for it. */
  readonly position: Position
  /** The events of the command, inputs and conclusions; none when nothing had to change. */
  readonly facts: ReadonlyArray<DomainFact>
}

/** A command that a stream already carries. */
export interface AnsweredCommand {
  readonly digest: string
  readonly answer: Answer
}

/** The refusal of a key that was used before for something else. */
export const keyReused = () =>
  new Refusal({
    kind: "unprocessable",
    code: "idempotency-key-reused",
    what: "This idempotency key was used before with another body.",
    remedy: "Use a new key for a new command; repeat the first body to get its answer again.",
  })

/** Whether a repeated command is the one that was answered before. */
export const isSameCommand = (answered: AnsweredCommand, origin: Origin): boolean =>
  answered.digest === origin.commandDigest

/** The refusal of a command that met other writers each time it was tried. */
export const contended = (stream: string) =>
  new Refusal({
    kind: "limited",
    code: "stream-contended",
    what: `Others kept writing to "${stream}" while this was decided.`,
    remedy: "Try again.",
  })
