import { Effect, FileSystem } from "effect"
import { Argument } from "effect/cli"
import type { FileText } from "#workflows/language"
import { CliRefusal } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { readText } from "../../files.ts"

/** Reads a profile, by the name that findings call it. */
export const readProfile = Effect.fnUntraced(function* (path: string) {
  const file: FileText = { file: path === "-" ? "stdin" : path, text: yield* readText(path) }
  return file
})

const isProfile = (path: string): boolean => path.endsWith(".yaml") && !path.endsWith(".test.yaml")

const empty = (path: string) =>
  new CliRefusal({
    code: "directory-without-profiles",
    what: `The directory ${JSON.stringify(path)} holds no profile.`,
    where: path,
    remedy: "Profiles are files that end with .yaml; cases beside them end with .test.yaml.",
    exit: EXIT.io,
  })

/** The profiles that a path stands for: itself, or those below a directory in the order of their names. */
const profilesAt = Effect.fnUntraced(function* (path: string) {
  if (path === "-") return [path]
  const files = yield* FileSystem.FileSystem
  const kind = yield* Effect.option(files.stat(path))
  if (kind._tag === "None" || kind.value.type !== "Directory") return [path]
  const names = yield* Effect.orElseSucceed(files.readDirectory(path, { recursive: true }), () => [])
  const found = names.filter(isProfile).toSorted()
  return found.length === 0 ? yield* empty(path) : found.map((name) => `${path.replace(/\/$/, "")}/${name}`)
})

/** Reads profiles: files, directories with everything below them, and stdin as `-`. */
export const readProfiles = Effect.fnUntraced(function* (paths: ReadonlyArray<string>) {
  const all = yield* Effect.forEach(paths, profilesAt)
  return yield* Effect.forEach([...new Set(all.flat())], readProfile)
})

/** `FILE...`: profiles. */
export const filesArgument = Argument.String("files").pipe(
  Argument.withMetavar("FILE..."),
  Argument.withDescription(
    "Profiles as YAML, or directories of them; they may extend each other and the shipped ones",
  ),
  Argument.variadic({ min: 1 }),
)
