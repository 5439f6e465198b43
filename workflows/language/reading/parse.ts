import { type Document, parseDocument, visit, type YAMLParseError } from "yaml"
import { type Finding, findingOf } from "../finding.ts"
import { documentLimits, LIMITS } from "../rules/document-limits.ts"
import { explain, UNCLOSED_QUOTE, yamlSyntax } from "../rules/yaml-syntax.ts"
import { type Node, type Source, sourceOf } from "../source.ts"
import { nodesOf, Refused, span, tagged } from "./nodes.ts"

/** A YAML file read into nodes with positions. `root` is absent where nothing useful could be read. */
export interface Parsed {
  readonly source: Source
  readonly root: Node | undefined
  readonly findings: ReadonlyArray<Finding>
}

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
  return { source, ...nodesOf(source, document.contents) }
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
