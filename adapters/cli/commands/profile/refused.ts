import { Effect } from "effect"
import type { ProfileRefused } from "#workflows/commands"
import { type FileText, json as findingsJson, pretty } from "#workflows/language"
import { EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { note, Output, result } from "../../output.ts"

const isRefused = (error: unknown): error is ProfileRefused =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "ProfileRefused"

/** Tells every finding of profiles that their checks do not let pass, with its place in the file, and ends the command. */
export const tellingFindings =
  (sources: ReadonlyArray<FileText>, json: boolean) =>
  <A, E, R>(effect: Effect.Effect<A, E | ProfileRefused, R>) =>
    Effect.catchIf(effect, isRefused, (refused) =>
      Effect.gen(function* () {
        const { err } = yield* Output
        if (json) yield* result(findingsJson(refused.findings).trimEnd())
        else {
          yield* note(pretty(refused.findings, { sources, colour: err.colour }).trimEnd())
          yield* note(refused.message)
        }
        return yield* new EndWith({ exit: EXIT.refused })
      }),
    )
