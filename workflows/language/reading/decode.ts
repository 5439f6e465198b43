import { Result, Schema } from "effect"
import { type Finding, findingOf } from "../finding.ts"
import { documentLimits, LIMITS } from "../rules/document-limits.ts"
import { mistakesOf, type ShapeMistake } from "../schema/issues.ts"
import { type Entry, type Node, nodeAt, type Path, plainOf, spanAt } from "../source.ts"
import { inserted, renamed, replaced, without } from "./repair.ts"
import { tell } from "./shape-findings.ts"

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

/** What stands in for required keys of the root that are missing, so that the rest is still read. */
export type Placeholders = { readonly [key: string]: string | ReadonlyMap<string, Entry> }

const OPTIONS = { errors: "all", onExcessProperty: "error" } as const

/** Every round mends what was wrong, so few are needed; what is still wrong then is given up. */
const ROUNDS = 4

interface Repair {
  readonly root: Node
  /** What was left out. */
  readonly gone?: Path
  /** A misspelled key that now stands under its right name. */
  readonly understood?: Path
}

const leftOut = (root: Node, path: Path): Repair => ({ root: without(root, path), gone: path })

const repair = (
  root: Node,
  mistake: ShapeMistake,
  meant: string | undefined,
  placeholders: Placeholders,
): Repair => {
  const { path } = mistake
  const around = path.slice(0, -1)
  if (mistake._tag === "MissingKey") {
    const key = String(path[0])
    const placeholder = path.length === 1 ? placeholders[key] : undefined
    return placeholder === undefined
      ? leftOut(root, around)
      : { root: inserted(root, key, placeholder), gone: path }
  }
  if (meant === undefined) return leftOut(root, path)
  if (mistake._tag === "UnknownKey")
    return { root: renamed(root, path, meant), understood: [...around, meant] }
  return { root: replaced(root, path, { kind: "scalar", value: meant, span: spanAt(root, path) }) }
}

/**
 * Misspelled keys first: one may be what is missing. Then later places first, so that taking an item out of a list does
 * not move the others.
 */
const inRepairOrder = (mistakes: ReadonlyArray<ShapeMistake>): ReadonlyArray<ShapeMistake> => [
  ...mistakes.filter(({ _tag }) => _tag === "UnknownKey"),
  ...mistakes.filter(({ _tag }) => _tag !== "UnknownKey").reverse(),
]

const isWithin = (path: Path, outer: Path): boolean => outer.every((step, index) => path[index] === step)

interface Round {
  readonly root: Node
  readonly findings: ReadonlyArray<Finding>
  readonly gone: ReadonlyArray<Path>
  readonly understood: ReadonlyArray<Path>
}

/** Mends the mistakes of one round. Findings tell the places of the document before it. */
const mend = (
  before: Node,
  mistakes: ReadonlyArray<ShapeMistake>,
  {
    isNews,
    placeholders,
  }: { readonly isNews: (mistake: ShapeMistake) => boolean; readonly placeholders: Placeholders },
): Round => {
  let root = before
  const findings: Array<Finding> = []
  const gone: Array<Path> = []
  const understood: Array<Path> = []
  for (const mistake of inRepairOrder(mistakes)) {
    // A misspelled key turned out to be the missing one.
    if (mistake._tag === "MissingKey" && nodeAt(root, mistake.path) !== undefined) continue
    const { finding, meant } = tell(before, mistake)
    if (isNews(mistake)) findings.push(finding)
    if (gone.some((path) => isWithin(mistake.path, path))) continue
    const repaired = repair(root, mistake, meant, placeholders)
    root = repaired.root
    if (repaired.gone !== undefined) gone.push(repaired.gone)
    if (repaired.understood !== undefined) understood.push(repaired.understood)
  }
  return { root, findings, gone, understood }
}

const tooMany = (root: Node): Finding =>
  findingOf(documentLimits, {
    at: { ...root.span, end: root.span.start },
    message: `The file has more than ${LIMITS.mistakes} mistakes; only the first ones are told. Is it a profile at all?`,
  })

/** A decoder of nodes for a Schema: all mistakes at once, each with its place and what was probably meant. */
export const decoder = <S extends Schema.Codec<unknown, unknown>>(schema: S, placeholders: Placeholders) => {
  const decode = Schema.decodeUnknownResult(schema, OPTIONS)
  return (original: Node): Decoded<S["Type"]> => {
    let root = original
    const findings: Array<Finding> = []
    const damaged: Array<Path> = []
    let understood: ReadonlyArray<Path> = [[]]
    for (let round = 0; round < ROUNDS; round++) {
      const result = decode(plainOf(root))
      if (Result.isSuccess(result)) return { root, value: result.success, findings, damaged }
      // After the first round only the inside of misspelled keys is news, the rest are consequences.
      const mistakes = mistakesOf(result.failure.issue, schema.ast)
      const isNews = ({ path }: ShapeMistake): boolean => understood.some((outer) => isWithin(path, outer))
      const mended = mend(root, mistakes.slice(0, LIMITS.mistakes), { isNews, placeholders })
      findings.push(...mended.findings)
      if (mistakes.length > LIMITS.mistakes)
        return { root, value: undefined, findings: [...findings, tooMany(root)], damaged }
      root = mended.root
      damaged.push(...mended.gone)
      understood = [...understood.filter((path) => path.length > 0), ...mended.understood]
    }
    return { root, value: undefined, findings, damaged }
  }
}
