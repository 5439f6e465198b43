import { isAlias, isMap, isScalar, isSeq } from "yaml"
import { type Finding, findingOf } from "../finding.ts"
import { documentLimits, LIMITS } from "../rules/document-limits.ts"
import { duplicateKey } from "../rules/duplicate-key.ts"
import { TAGGED, yamlSyntax } from "../rules/yaml-syntax.ts"
import type { Entry, Node, Source, Span } from "../source.ts"
import { quoted } from "../suggest.ts"

/** The file cannot be read any further, for what the finding tells. */
export class Refused {
  readonly finding: Finding
  constructor(finding: Finding) {
    this.finding = finding
  }
}

/** A stretch of a source, cut to what there is. */
export const span = (source: Source, start: number, end: number): Span => ({
  source,
  start: Math.min(start, source.text.length),
  end: Math.min(Math.max(start, end), source.text.length),
})

/** A value that begins with the mark of a tag; `at` is what YAML took for the value, behind the tag. */
export const tagged = ({ source, start }: Span): Finding => {
  const mark = source.text.lastIndexOf("!", start)
  const end = source.text.slice(mark).search(/\s|$/u)
  return findingOf(yamlSyntax, { at: span(source, mark, mark + end), message: TAGGED })
}

/** Turns the tree of the `yaml` package into nodes, following aliases and counting as it goes. */
class Reader {
  readonly findings: Array<Finding> = []
  readonly #source: Source
  readonly #anchors = new Map<string, unknown>()
  readonly #open = new Set<unknown>()
  #nodes = 0
  #aliases = 0

  constructor(source: Source) {
    this.#source = source
  }

  #refuse(at: Span, message: string): never {
    throw new Refused(findingOf(documentLimits, { at, message }))
  }

  #spanOf(item: unknown): Span {
    const range =
      typeof item === "object" && item !== null && "range" in item && Array.isArray(item.range)
        ? item.range
        : [0, 0]
    return span(this.#source, Number(range[0]), Number(range[1]))
  }

  read(item: unknown, depth = 0): Node {
    const at = this.#spanOf(item)
    if (depth > LIMITS.depth)
      this.#refuse(at, `The file nests values more than ${LIMITS.depth} deep. Flatten it.`)
    if (++this.#nodes > LIMITS.nodes)
      this.#refuse(
        at,
        `The file holds more than ${LIMITS.nodes} values once its aliases are resolved. Split it.`,
      )
    if (isAlias(item)) return this.#alias(item.source, at, depth)
    this.#anchor(item)
    this.#open.add(item)
    const node = this.#collection(item, at, depth)
    this.#open.delete(item)
    return node
  }

  #anchor(item: unknown): void {
    if ((isMap(item) || isSeq(item) || isScalar(item)) && item.anchor) this.#anchors.set(item.anchor, item)
  }

  #alias(name: string, at: Span, depth: number): Node {
    if (++this.#aliases > LIMITS.aliases)
      this.#refuse(at, `The file uses more than ${LIMITS.aliases} aliases. Write the values out.`)
    const target = this.#anchors.get(name)
    if (target === undefined || this.#open.has(target)) {
      const wrong = target === undefined ? "names no anchor above it" : "stands inside its own anchor"
      this.findings.push(
        findingOf(yamlSyntax, {
          at,
          message: `The alias ${quoted(`*${name}`)} ${wrong}. Write the value out.`,
        }),
      )
      return { kind: "scalar", value: null, span: at }
    }
    return { ...this.read(target, depth), span: at }
  }

  #collection(item: unknown, at: Span, depth: number): Node {
    if (isMap(item)) return { kind: "map", entries: this.#entries(item.items, depth), span: at }
    if (isSeq(item))
      return { kind: "list", items: item.items.map((child) => this.read(child, depth + 1)), span: at }
    if (!isScalar(item)) return { kind: "scalar", value: null, span: at }
    if (item.tag?.startsWith("!")) throw new Refused(tagged(at))
    const { value } = item
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "boolean"
    )
      return { kind: "scalar", value, span: at }
    return { kind: "scalar", value: item.source ?? null, span: at }
  }

  #entries(
    pairs: ReadonlyArray<{ readonly key: unknown; readonly value: unknown }>,
    depth: number,
  ): ReadonlyMap<string, Entry> {
    const entries = new Map<string, Entry>()
    for (const pair of pairs) {
      const key = this.#spanOf(pair.key)
      const name = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined
      this.#anchor(pair.key)
      const node = pair.value === null ? emptyAfter(key) : this.read(pair.value, depth + 1)
      const first = name === undefined ? undefined : entries.get(name)
      if (name === undefined)
        this.findings.push(
          findingOf(yamlSyntax, {
            at: key,
            message: "A key is a list, a mapping or an alias. Keys must be plain text.",
          }),
        )
      else if (first !== undefined)
        this.findings.push(findingOf(duplicateKey, repeated(name, key, first.key)))
      else entries.set(name, { key, node })
    }
    return entries
  }
}

const emptyAfter = (key: Span): Node => ({ kind: "scalar", value: null, span: key })

const repeated = (name: string, at: Span, first: Span) => ({
  at,
  message: `The key ${quoted(name)} stands twice in the same mapping. Keep one of the two.`,
  related: [{ message: `${quoted(name)} was first defined here.`, at: first }],
})

/**
 * Turns what the `yaml` package read into nodes that know their positions.
 *
 * @throws Refused where the file goes beyond a limit, or holds a tag
 */
export const nodesOf = (source: Source, contents: unknown) => {
  const reader = new Reader(source)
  const root = reader.read(contents)
  return { root, findings: reader.findings }
}
