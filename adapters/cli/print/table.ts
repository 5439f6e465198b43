import type { Screen } from "../output.ts"
import { type Paint, type Style, styleOf } from "./colour.ts"
import { cut, GAP, padded, squeezed, total, widthOf, wrapped } from "./fit.ts"

/** One column of a table for people. */
export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  /** How it gives way on a narrow terminal: never, by several lines, or (where nothing is said) by being cut. */
  readonly narrow?: "whole" | "wrap"
  /** Left out where there is no room: 1 goes first. Without it, the column always stays. */
  readonly leave?: number
  readonly paint?: (row: Row, style: Style) => Paint
}

const NARROWEST = { whole: Number.POSITIVE_INFINITY, wrap: 20, cut: 6 } as const

/** Control characters could move the cursor or colour the screen. */
const shown = (text: string): string => text.replace(/\p{Cc}/gu, "\u{FFFD}")

const naturalWidth = <Row>(rows: ReadonlyArray<Row>, { text, title }: Column<Row>): number =>
  Math.max(widthOf(title), ...rows.map((row) => widthOf(shown(text(row)))))

/** Before a column is left out, those that break into lines give up what is beyond this. */
const COMFORTABLE = 32

const comfortableWidth = <Row>(rows: ReadonlyArray<Row>, column: Column<Row>): number => {
  const natural = naturalWidth(rows, column)
  return column.narrow === "wrap" ? Math.min(natural, COMFORTABLE) : natural
}

/** The columns that stay on a screen of this width. */
const staying = <Row>(
  rows: ReadonlyArray<Row>,
  columns: ReadonlyArray<Column<Row>>,
  available: number,
): ReadonlyArray<Column<Row>> => {
  if (total(columns.map((column) => comfortableWidth(rows, column))) <= available) return columns
  const next = Math.min(...columns.map(({ leave = Number.POSITIVE_INFINITY }) => leave))
  return Number.isFinite(next)
    ? staying(
        rows,
        columns.filter(({ leave }) => leave !== next),
        available,
      )
    : columns
}

const leftOut = <Row>(all: ReadonlyArray<Column<Row>>, stay: ReadonlyArray<Column<Row>>): string => {
  const titles = all.filter((column) => !stay.includes(column)).map(({ title }) => title)
  return titles.length === 0 ? "" : `On a wider terminal, and with --json, also: ${titles.join(", ")}`
}

/** The lines of one row: as many as its longest cell needs. */
const linesOf = (
  cells: ReadonlyArray<ReadonlyArray<string>>,
  widths: ReadonlyArray<number>,
  paint: (index: number) => Paint,
): ReadonlyArray<string> =>
  Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, line) =>
    cells
      .map((texts, index) => {
        const text = texts[line] ?? ""
        return paint(index)(text) + padded(text, widths[index] ?? 0).slice(text.length)
      })
      .join(GAP)
      .trimEnd(),
  )

const plain: Paint = (text) => text

/**
 * Prints rows as a table with a line of titles, fitted to the width of the terminal; in a file or a pipe nothing is
 * left out or cut.
 *
 * @example table([{ serial: "A1" }], [{ title: "Serial number", text: ({ serial }) => serial }], screen)
 */
export const table = <Row>(
  rows: ReadonlyArray<Row>,
  all: ReadonlyArray<Column<Row>>,
  screen: Screen,
): string => {
  const style = styleOf(screen)
  const available = screen.columns ?? Number.POSITIVE_INFINITY
  const columns = staying(rows, all, available)
  const widths = squeezed(
    columns.map((column) => naturalWidth(rows, column)),
    columns.map(({ narrow }) => NARROWEST[narrow ?? "cut"]),
    available,
  )
  const cell = (text: string, index: number): ReadonlyArray<string> => {
    const width = widths[index] ?? 0
    return columns[index]?.narrow === "wrap" ? wrapped(shown(text), width) : [cut(shown(text), width)]
  }
  const titles = linesOf(
    columns.map(({ title }, index) => [cut(title, widths[index] ?? 0)]),
    widths,
    () => style.strong,
  )
  const body = rows.flatMap((row) =>
    linesOf(
      columns.map(({ text }, index) => cell(text(row), index)),
      widths,
      (index) => columns[index]?.paint?.(row, style) ?? plain,
    ),
  )
  const rest = leftOut(all, columns)
  return [...titles, ...body, ...(rest === "" ? [] : [style.faint(rest)])].join("\n")
}
