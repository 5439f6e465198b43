import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type YAMLParseError,
} from "yaml"
import { type Finding, findingOf } from "../finding.ts"
import { documentLimits, LIMITS } from "../rules/document-limits.ts"
import { duplicateKey } from "../rules/duplicate-key.ts"
import { explain, TAGGED, UNCLOSED_QUOTE, yamlSyntax } from "../rules/yaml-syntax.ts"
import { type Entry, type Node, type Source, type Span, sourceOf } from "../source.ts"
import { quoted } from "../suggest.ts"

/** A YAML file read into nodes with positions. `root` is absent where nothing useful could be read. */
export interface Parsed {
  readonly source: Source
  readonly root: Node | undefined
  readonly findings: ReadonlyArray<Finding>
}

class Refused {
  readonly finding: Finding
  constructor(finding: Finding) {
    this.finding = finding
  }
}

const span = (source: Source, start: number, end: number): Span => ({
  source,
  start: Math.min(start, source.text.length),
  end: Math.min(Math.max(start, end), source.text.length),
})

/** A value that begins with the mark of a tag; `at` is what YAML took for the value, behind the tag. */
const tagged = ({ source, start }: Span): Finding => {
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

/** What readers put in the place of bytes that are no UTF-8. */
const REPLACEMENT = "\uFFFD"
const NOT_UTF8 =
  "The file is not UTF-8 text: what stands here cannot be read. Save it as UTF-8, as editors do by default."

/** Lines are counted by the YAML package as it reads, which it does not here. */
const notUtf8 = (source: Source, unread: number): Finding => {
  source.lines.addNewLine(0)
  for (const { index } of source.text.slice(0, unread).matchAll(/\n/gu)) source.lines.addNewLine(index + 1)
  return findingOf(documentLimits, { at: span(source, unread, unread + 1), message: NOT_UTF8 })
}

const TOO_DEEP = "The file nests values too deep to be read. Flatten it."

/** A quotation mark that is never closed is missed at the end of the file; it is to be mended where it opens. */
const openingQuote = (document: Document, error: YAMLParseError): number | undefined => {
  if (!error.message.startsWith("Missing closing")) return undefined
  let opening: number | undefined
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if (type?.startsWith("QUOTE") && range != null && range[1] >= error.pos[0]) opening = range[0]
    },
  })
  return opening
}

const syntaxFinding = (source: Source, document: Document, error: YAMLParseError): Finding => {
  const opening = openingQuote(document, error)
  if (opening !== undefined)
    return findingOf(yamlSyntax, { at: span(source, opening, opening + 1), message: UNCLOSED_QUOTE })
  const at = span(source, error.pos[0], error.pos[1])
  if (error.message.startsWith("Tags and anchors") && source.text.lastIndexOf("!", at.start) >= 0)
    return tagged(at)
  return error.code === "RESOURCE_EXHAUSTION"
    ? findingOf(documentLimits, { at, message: TOO_DEEP })
    : findingOf(yamlSyntax, { at, message: explain(error) })
}

const read = (source: Source): Parsed => {
  const document: Document = parseDocument(source.text, {
    lineCounter: source.lines,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    version: "1.2",
    merge: false,
  })
  const error = document.errors[0]
  if (error !== undefined)
    return { source, root: undefined, findings: [syntaxFinding(source, document, error)] }
  const reader = new Reader(source)
  const root = reader.read(document.contents)
  return { source, root, findings: reader.findings }
}

/**
 * Reads a YAML text into nodes that know their positions. Never throws: what cannot be read is a finding, and sizes,
 * depths and aliases are limited (see {@link LIMITS}).
 */
export const parse = (text: string, file: string): Parsed => {
  const source = sourceOf(file, text)
  const start = span(source, 0, 0)
  const refused = (message: string): Parsed => ({
    source,
    root: undefined,
    findings: [findingOf(documentLimits, { at: start, message })],
  })
  const bytes = Buffer.byteLength(text)
  if (bytes > LIMITS.bytes)
    return refused(
      `The file has ${bytes} bytes; a profile has at most ${LIMITS.bytes}. Is it the right file?`,
    )
  if (text.trim() === "" || text.includes("\0"))
    return refused(
      `The file is ${text.trim() === "" ? "empty" : "not text"}. A profile begins with "dsl: 1".`,
    )
  const unread = source.text.indexOf(REPLACEMENT)
  if (unread !== -1) return { source, root: undefined, findings: [notUtf8(source, unread)] }
  try {
    return read(source)
  } catch (cause) {
    if (cause instanceof Refused) return { source, root: undefined, findings: [cause.finding] }
    // The YAML package recurses: very deep nesting ends in an exhausted stack, which is a fault of the file.
    if (cause instanceof RangeError) return refused(TOO_DEEP)
    throw cause
  }
}
