import { Effect, Result } from "effect"
import { Argument, Flag } from "effect/cli"
import { compileDraft, type FileText, type Finding, json as findingsJson, pretty } from "#workflows/language"
import { ShippedProfiles } from "#workflows/ports"
import { CliRefusal, EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { note, Output, result } from "../../output.ts"
import { counted } from "../../print/counted.ts"
import { readProfile } from "./files.ts"

/** `FILE`: the one profile that is tried out. */
export const fileArgument = Argument.String("file").pipe(
  Argument.withMetavar("FILE"),
  Argument.withDescription("A profile as YAML; it may have mistakes of its flow. - reads it from stdin"),
)

/** No device can even begin. */
export const cannotBegin = (message: string) =>
  new CliRefusal({
    code: "cannot-begin",
    what: `No such device can begin: ${message}`,
    where: null,
    remedy: "Change the profile, or tell of another device with --device.",
    exit: EXIT.refused,
  })

/** `--base FILE`: what the profile extends, where that is not shipped. */
export const baseFlag = Flag.String("base").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A profile of your own that FILE extends; may be repeated"),
  Flag.atLeast(0),
)

interface Reading {
  readonly base: ReadonlyArray<string>
  readonly json: boolean
}

type Understood<A> = Result.Result<A, ReadonlyArray<Finding>>

/**
 * Reads a profile for a tool. Where that cannot work with it every finding is told and the command ends; mistakes of the
 * flow are counted beside the result.
 */
export const readFor = Effect.fnUntraced(function* <A extends { readonly findings: ReadonlyArray<Finding> }>(
  tool: (source: FileText, given: { readonly bases: ReadonlyArray<FileText> }) => Understood<A>,
  file: string,
  { base, json }: Reading,
) {
  const source = yield* readProfile(file)
  const own = yield* Effect.forEach(base, readProfile)
  const { files: shipped } = yield* ShippedProfiles
  const understood = tool(source, { bases: [...own, ...shipped] })
  if (Result.isSuccess(understood)) {
    const { findings } = understood.success
    if (findings.length > 0)
      yield* note(
        `${counted(findings.length, "finding")}; flightlog profile lint ${file} shows ${findings.length === 1 ? "it" : "them"}.`,
      )
    return understood.success
  }
  const { err } = yield* Output
  if (json) yield* result(findingsJson(understood.failure).trimEnd())
  else yield* note(pretty(understood.failure, { sources: [source, ...own], colour: err.colour }).trimEnd())
  return yield* new EndWith({ exit: EXIT.refused })
})

/** Reads a profile for trying it out. */
export const readDraft = (file: string, reading: Reading) =>
  readFor(({ file: name, text }, { bases }) => compileDraft(text, { file: name, bases }), file, reading)
