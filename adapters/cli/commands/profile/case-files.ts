import { posix } from "node:path"
import { Effect, FileSystem } from "effect"
import { isCaseFile } from "#workflows/tools"
import { CliRefusal } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { readProfile } from "./files.ts"

const noCases = (path: string, what: string) =>
  new CliRefusal({
    code: "no-cases",
    what,
    where: path,
    remedy: "Cases stand beside their profile: sales.test.yaml for sales.yaml.",
    exit: EXIT.usage,
  })

const listed = Effect.fnUntraced(function* (directory: string, recursive: boolean) {
  const files = yield* FileSystem.FileSystem
  const names = yield* Effect.orElseSucceed(files.readDirectory(directory, { recursive }), () => [])
  return names
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => posix.join(directory, name))
})

/** What a path stands for: the files of cases, and what stands beside them. */
const found = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  const kind = yield* Effect.option(files.stat(path))
  if (kind._tag === "Some" && kind.value.type === "Directory") {
    const all = yield* listed(path, true)
    const tests = all.filter(isCaseFile)
    if (tests.length > 0) return { tests, all }
    return yield* noCases(
      path,
      `The directory ${JSON.stringify(path)} holds no file that ends with .test.yaml.`,
    )
  }
  const named = posix.normalize(path)
  const cases = named.replace(/(?<!\.test)\.yaml$/u, ".test.yaml")
  const isThere = cases !== named && (yield* Effect.orElseSucceed(files.exists(cases), () => false))
  const file = isThere ? cases : named
  if (isCaseFile(file)) return { tests: [file], all: [file, ...(yield* listed(posix.dirname(file), false))] }
  return yield* noCases(
    path,
    cases === named
      ? `${JSON.stringify(path)} is no file of cases: its name does not end with .test.yaml.`
      : `There are no cases beside ${JSON.stringify(path)}: they would be in ${JSON.stringify(cases)}.`,
  )
})

/** Reads files of cases, from files and from directories with everything below them, and the files beside them. */
export const readCaseFiles = Effect.fnUntraced(function* (paths: ReadonlyArray<string>) {
  const places = yield* Effect.forEach(paths, found)
  const all = new Set(places.flatMap((place) => place.all))
  const tests = new Set(places.flatMap((place) => place.tests))
  const files = yield* Effect.forEach([...all], readProfile)
  return { files, tests: files.filter(({ file }) => tests.has(file)) }
})
