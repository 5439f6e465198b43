import { Result } from "effect"
import { type ImportRow, MAX_ROWS } from "#domain/import"
import { NotOa3Report } from "./errors.ts"

const FORBIDDEN = /<!(DOCTYPE|ENTITY)/i
const FIRST_ELEMENT = /<([\w.:-]{1,60})/
const OPENING = /<Key(?:\s[^<>]*)?>/
const CLOSING = "</Key>"

const element = (name: string): RegExp => new RegExp(`<${name}(?:\\s[^<>]*)?>([^<>]*)</${name}\\s*>`)
const PRODUCT_KEY_ID = element("ProductKeyID")
const HARDWARE_HASH = element("HardwareHash")

/** Comments and processing instructions, which may stand anywhere. */
const ASIDES = [
  ["<!--", "-->"],
  ["<?", "?>"],
] as const

/** A text without what stands between two marks; line breaks stay. A mark that is not closed is left as it is. */
const blanked = (text: string, [from, to]: readonly [string, string]): string => {
  const parts: Array<string> = []
  let at = 0
  while (true) {
    const start = text.indexOf(from, at)
    const end = start < 0 ? -1 : text.indexOf(to, start + from.length)
    if (end < 0) return parts.concat(text.slice(at)).join("")
    parts.push(text.slice(at, start), text.slice(start, end + to.length).replace(/[^\n]/g, ""))
    at = end + to.length
  }
}

const linesIn = (text: string): number => text.split("\n").length - 1

const fail = (problem: NotOa3Report["problem"], text: string, before = "") =>
  Result.fail(
    new NotOa3Report({ problem, line: linesIn(before) + 1, found: FIRST_ELEMENT.exec(text)?.[1] ?? null }),
  )

/** A text element of a report, with what stands before it. */
const elementIn = (content: string, pattern: RegExp) => {
  const found = pattern.exec(content)
  return found === null
    ? undefined
    : { value: withoutBlanks(found[1] ?? ""), before: content.slice(0, found.index) }
}

/** Blanks and line breaks that a tool may put into a long text. */
const withoutBlanks = (text: string): string => text.replace(/\s+/g, "")

/**
 * Reads the report of Microsoft's OA3 tool, or several in one file: `<Key>` with `<HardwareHash>`. Of the rest only the
 * product key id is looked at; the product key itself is a licence and is left where it is.
 *
 * Source: Windows ADK, `oa3tool /Report` (OA3.xml); captures in Windows PE read `Key.HardwareHash` of it.
 */
export const readOa3Report = (given: string): Result.Result<ReadonlyArray<ImportRow>, NotOa3Report> => {
  const text = ASIDES.reduce(blanked, given)
  const forbidden = text.search(FORBIDDEN)
  if (forbidden >= 0) return fail("document type", text, text.slice(0, forbidden))
  const reports = text.split(CLOSING).slice(0, -1)
  if (reports.length === 0) return fail(text.includes("<HardwareReport") ? "decoded hash" : "no key", text)
  if (reports.length > MAX_ROWS) return fail("too many", text)
  const rows: Array<ImportRow> = []
  let line = 1
  for (const report of reports) {
    const hash = OPENING.test(report) ? elementIn(report, HARDWARE_HASH) : undefined
    if (hash === undefined) return fail("no hash", text, "\n".repeat(line - 1 + linesIn(report)))
    rows.push({
      line: line + linesIn(hash.before),
      serialNumber: null,
      serialNumberOptional: true,
      productId: elementIn(report, PRODUCT_KEY_ID)?.value || null,
      hash: hash.value,
      groupTag: null,
      assignedUser: null,
      notes: [],
    })
    line += linesIn(report)
  }
  return Result.succeed(rows)
}
