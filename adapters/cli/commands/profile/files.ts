import { Effect } from "effect"
import { Argument } from "effect/cli"
import type { FileText } from "#workflows/language"
import { readText } from "../../files.ts"

/** Reads a profile, by the name that findings call it. */
export const readProfile = Effect.fnUntraced(function* (path: string) {
  const file: FileText = { file: path === "-" ? "stdin" : path, text: yield* readText(path) }
  return file
})

/** `FILE...`: profiles. */
export const filesArgument = Argument.String("files").pipe(
  Argument.withMetavar("FILE..."),
  Argument.withDescription("Profiles as YAML; they may extend each other and the shipped ones"),
  Argument.variadic({ min: 1 }),
)

/** `3 files`, `1 file`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`
