import type { Finding, RelatedPlace } from "../finding.ts"
import type { FileText } from "../inheritance/library.ts"
import { paddingTo, shown, widthOf } from "./columns.ts"

/** How findings are printed for people. */
export interface PrettyOptions {
  /** The texts that were checked, for code frames. */
  readonly sources: ReadonlyArray<FileText>
  /** Colours of a terminal; never for files and pipes. */
  readonly colour: boolean
}

type Paint = (text: string) => string

interface Style {
  readonly error: Paint
  readonly warning: Paint
  readonly faint: Paint
  readonly strong: Paint
}

const code =
  (start: number, end: number): Paint =>
  (text) =>
    `\u001B[${start}m${text}\u001B[${end}m`
const plain: Paint = (text) => text

const COLOURS: Style = { error: code(31, 39), warning: code(33, 39), faint: code(2, 22), strong: code(1, 22) }
const PLAIN: Style = { error: plain, warning: plain, faint: plain, strong: plain }

/** A longer line is shown in part: it would push everything else off the screen. */
const LONGEST_LINE = 200
/** How much of a long line is shown before the mistake. */
const LEAD = 60

/** What is shown of a line, with the columns that are marked in it. */
const clipped = (line: string, column: number, end: number) => {
  if (line.length <= LONGEST_LINE) return { text: line, column, end }
  const start = Math.max(0, Math.min(column - 1 - LEAD, line.length - LONGEST_LINE))
  const before = start === 0 ? "" : "..."
  const after = start + LONGEST_LINE < line.length ? "..." : ""
  const moved = before.length - start
  return {
    text: `${before}${line.slice(start, start + LONGEST_LINE)}${after}`,
    column: column + moved,
    end: Math.min(end, start + LONGEST_LINE + 1) + moved,
  }
}

type Lines = ReadonlyMap<string, ReadonlyArray<string>>

const frame = (
  place: Omit<RelatedPlace, "message">,
  lines: Lines,
  paint: Paint,
  style: Style,
): ReadonlyArray<string> => {
  const line = lines.get(place.file)?.[place.line - 1]
  if (line === undefined) return []
  const number = String(place.line)
  const last = place.endLine === place.line ? place.endColumn : line.length + 1
  const { column, end, text } = clipped(line, place.column, last)
  const marked = text.slice(column - 1, Math.max(column, end - 1))
  const caret = `${paddingTo(text, column)}^${"~".repeat(Math.max(0, widthOf(marked) - 1))}`
  return [
    `${style.faint(`${number} |`)} ${shown(text)}`,
    `${style.faint(`${" ".repeat(number.length)} |`)} ${paint(caret)}`,
  ]
}

const printed = (finding: Finding, lines: Lines, style: Style): ReadonlyArray<string> => {
  const paint = style[finding.severity]
  const heading = `${style.strong(`${shown(finding.file)}:${finding.line}:${finding.column}:`)} ${paint(finding.severity)} ${finding.code}: ${shown(finding.message)}`
  const related = finding.related.flatMap((place) => [
    `${shown(place.file)}:${place.line}:${place.column}: ${shown(place.message)}`,
    ...frame(place, lines, style.faint, style),
  ])
  return [heading, ...frame(finding, lines, paint, style), ...related, style.faint(`See ${finding.help}`)]
}

/** Findings for people: one paragraph each, with the line and a caret under the mistake. Empty where nothing was found. */
export const pretty = (findings: ReadonlyArray<Finding>, { colour, sources }: PrettyOptions): string => {
  const lines: Lines = new Map(
    sources.map(({ file, text }): [string, ReadonlyArray<string>] => [
      file,
      text.replace(/^\uFEFF/, "").split(/\r?\n/),
    ]),
  )
  const style = colour ? COLOURS : PLAIN
  return findings.map((finding) => `${printed(finding, lines, style).join("\n")}\n`).join("\n")
}
