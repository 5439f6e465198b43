import { Result, Schema } from "effect"
import { type Finding, findingOf } from "./finding.ts"
import { placeOf } from "./place.ts"
import { inserted, renamed, replaced, without } from "./repair.ts"
import { missingKey } from "./rules/missing-key.ts"
import { unknownKey } from "./rules/unknown-key.ts"
import { wrongValue } from "./rules/wrong-value.ts"
import { mistakesOf, type ShapeMistake } from "./schema/issues.ts"
import { type Entry, entryOf, keyAt, type Node, nodeAt, type Path, plainOf, spanAt } from "./source.ts"
import { oneOf, quoted, suggest } from "./suggest.ts"

/**
 * What a document holds. After mistakes, `value` is the document as it was probably meant: misspelled keys under
 * their right names, what cannot be understood left out, so that other mistakes are still found. `damaged` names
 * where something was left out.
 */
export interface Decoded<A> {
  readonly root: Node
  readonly value: A | undefined
  readonly findings: ReadonlyArray<Finding>
  readonly damaged: ReadonlyArray<Path>
}

interface Repair {
  readonly root: Node
  readonly finding: Finding
  /** Where something was left out. */
  readonly damaged?: Path
  /** Where a key now stands under its right name. */
  readonly renamed?: Path
}

type Placeholders = { readonly [key: string]: string | ReadonlyMap<string, Entry> }

const OPTIONS = { errors: "all", onExcessProperty: "error" } as const

const repairKey = (root: Node, path: Path, keys: ReadonlyArray<string>): Repair => {
  const parent = nodeAt(root, path.slice(0, -1))
  const key = String(path[path.length - 1])
  const suggestion = suggest(key, keys)
  const finding = findingOf(unknownKey, {
    at: keyAt(root, path),
    message: `Unknown key ${quoted(key)} in ${placeOf(path.slice(0, -1))}. Expected ${oneOf(keys)}.`,
    suggestion,
  })
  return suggestion === undefined || entryOf(parent, suggestion) !== undefined
    ? { root: without(root, path), finding, damaged: path }
    : { root: renamed(root, path, suggestion), finding, renamed: [...path.slice(0, -1), suggestion] }
}

const repairMissing = (root: Node, path: Path, placeholders: Placeholders): Repair => {
  const key = String(path[path.length - 1])
  const finding = findingOf(missingKey, {
    at: path.length === 1 ? { ...root.span, end: root.span.start } : keyAt(root, path.slice(0, -1)),
    message: `The key ${quoted(key)} is missing in ${placeOf(path.slice(0, -1))}. Add it.`,
  })
  const placeholder = path.length === 1 ? placeholders[key] : undefined
  return placeholder === undefined
    ? { root: without(root, path.slice(0, -1)), finding, damaged: path }
    : { root: inserted(root, key, placeholder), finding, damaged: path }
}

const repairValue = (root: Node, path: Path, expected: string, choices: ReadonlyArray<string>): Repair => {
  const node = nodeAt(root, path)
  const value = node === undefined ? undefined : plainOf(node)
  const suggestion = typeof value === "string" ? suggest(value, choices) : undefined
  const shown = node?.kind === "scalar" && node.value === null ? "empty" : quoted(value)
  const finding = findingOf(wrongValue, {
    at: spanAt(root, path),
    message: `${placeOf(path)} is ${shown}. Expected ${expected}.`,
    suggestion,
  })
  return suggestion === undefined || node === undefined
    ? { root: without(root, path), finding, damaged: path }
    : { root: replaced(root, path, { kind: "scalar", value: suggestion, span: node.span }), finding }
}

const repair = (root: Node, mistake: ShapeMistake, placeholders: Placeholders): Repair => {
  switch (mistake._tag) {
    case "UnknownKey":
      return repairKey(root, mistake.path, mistake.keys)
    case "MissingKey":
      return repairMissing(root, mistake.path, placeholders)
    case "WrongValue":
      return repairValue(root, mistake.path, mistake.expected, mistake.choices)
  }
}

/** Later places first, so that taking an item out of a list does not move the others. */
const fromTheEnd = (mistakes: ReadonlyArray<ShapeMistake>): ReadonlyArray<ShapeMistake> =>
  [...mistakes].reverse()

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((step, index) => path[index] === step)

interface Progress {
  readonly root: Node
  readonly findings: ReadonlyArray<Finding>
  readonly damaged: ReadonlyArray<Path>
  /** Misspelled keys that now stand under their right names: what is inside them was not looked at before. */
  readonly understood: ReadonlyArray<Path>
}

/** Mends one mistake. After the first round only the inside of misspelled keys is news, the rest are consequences. */
const mend = (
  progress: Progress,
  mistake: ShapeMistake,
  { isFirst, placeholders }: { readonly isFirst: boolean; readonly placeholders: Placeholders },
): Progress => {
  const repaired = repair(progress.root, mistake, placeholders)
  const isNews = isFirst || progress.understood.some((path) => startsWith(mistake.path, path))
  return {
    root: repaired.root,
    findings: isNews ? [...progress.findings, repaired.finding] : progress.findings,
    damaged: repaired.damaged === undefined ? progress.damaged : [...progress.damaged, repaired.damaged],
    understood:
      repaired.renamed === undefined ? progress.understood : [...progress.understood, repaired.renamed],
  }
}

/** Every round mends what was wrong, so few are needed; what is still wrong then is given up. */
const ROUNDS = 4

/**
 * A decoder of nodes for a Schema: all mistakes at once, each with its place and what was probably meant.
 * `placeholders` stand in for required keys of the root that are missing, so that the rest is still read.
 */
export const decoder = <S extends Schema.Codec<unknown, unknown>>(schema: S, placeholders: Placeholders) => {
  const decode = Schema.decodeUnknownResult(schema, OPTIONS)
  return (original: Node): Decoded<S["Type"]> => {
    let progress: Progress = { root: original, findings: [], damaged: [], understood: [] }
    for (let round = 0; round < ROUNDS; round++) {
      const result = decode(plainOf(progress.root))
      if (Result.isSuccess(result)) return { ...progress, value: result.success }
      progress = fromTheEnd(mistakesOf(result.failure.issue, schema.ast)).reduce(
        (present, mistake) => mend(present, mistake, { isFirst: round === 0, placeholders }),
        progress,
      )
    }
    return { ...progress, value: undefined }
  }
}
