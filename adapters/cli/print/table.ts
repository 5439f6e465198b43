import { CliOutput } from "effect/cli"
import { type Paint, type Style, styleOf } from "./colour.ts"

/** One column of a table for people. */
export interface Column<Row> {
  readonly title: string
  /** The text of a cell; empty where there is nothing to say. */
  readonly text: (row: Row) => string
  /** Never cut, however narrow the terminal: what people copy, such as ids. */
  readonly whole?: true
  readonly paint?: (row: Row, style: Style) => Paint
}

const GAP = "  "
/** How far a column may be cut. */
const NARROWEST = 6

const width = CliOutput.displayWidth

/** Control characters could move the cursor or colour the screen. */
const shown = (text: string): string => text.replace(/\p{Cc}/gu, "\u{FFFD}")

const cut = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  let kept = ""
  for (const character of text) {
    if (width(kept + character) > columns - 1) break
    kept += character
  }
  return `${kept}\u{2026}`
}

const padded = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - width(text)))

/** Takes from the widest columns that may be cut until the table fits. */
const fitted = (
  natural: ReadonlyArray<number>,
  mayCut: ReadonlyArray<boolean>,
  available: number,
): ReadonlyArray<number> => {
  const widths = [...natural]
  const total = () => widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1)
  while (total() > available) {
    const widest = Math.max(...widths.map((one, index) => (mayCut[index] ? one : 0)))
    if (widest <= NARROWEST) return widths
    const index = widths.findIndex((one, at) => mayCut[at] && one === widest)
    widths[index] = widest - 1
  }
  return widths
}

/**
 * Prints rows as a table with a line of titles, cut to the width of the terminal; in a file or a pipe nothing is cut.
 *
 * @example table([{ serial: "A1" }], [{ title: "Serial number", text: ({ serial }) => serial }], screen)
 */
export const table = <Row>(
  rows: ReadonlyArray<Row>,
  columns: ReadonlyArray<Column<Row>>,
  screen: { readonly columns: number | null; readonly colour: boolean },
): string => {
  const style = styleOf(screen)
  const cells = rows.map((row) => columns.map(({ text }) => shown(text(row))))
  const natural = columns.map(({ title }, index) =>
    Math.max(width(title), ...cells.map((line) => width(line[index] ?? ""))),
  )
  const mayCut = columns.map(({ whole }) => whole !== true)
  const widths = fitted(natural, mayCut, screen.columns ?? Number.POSITIVE_INFINITY)
  const line = (texts: ReadonlyArray<string>, paint: (index: number) => Paint): string =>
    texts
      .map((text, index) => {
        const fitting = cut(text, widths[index] ?? 0)
        const rest =
          index === texts.length - 1 ? "" : padded(fitting, widths[index] ?? 0).slice(fitting.length)
        return paint(index)(fitting) + rest
      })
      .join(GAP)
      .trimEnd()
  const titles = line(
    columns.map(({ title }) => title),
    () => style.strong,
  )
  const body = rows.map((row, at) =>
    line(cells[at] ?? [], (index) => columns[index]?.paint?.(row, style) ?? ((text) => text)),
  )
  return [titles, ...body].join("\n")
}
