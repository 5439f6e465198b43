import type { Measured } from "./figure.ts"

/** What a table was measured with. */
export interface Circumstances {
  readonly machine: string
  /** `2026-11-25` */
  readonly date: string
  /** As it was typed: `npm run bench -- --scale 1000000 --markdown`. */
  readonly command: string
}

const number = (value: number): string => value.toLocaleString("en")

const rowOf = ({ baseline, met, ratio, target, unit, value, work }: Measured): ReadonlyArray<string> => [
  work,
  `${number(value)} ${unit}`,
  baseline === null ? "-" : `${number(baseline)} ${unit}`,
  ratio === null ? "-" : `${ratio}`,
  target,
  met ? "yes" : "**no**",
]

const HEAD = ["work", "here", "baseline", "ratio", "target", "met"]

/** The table as the formatter of the project has it: each column as wide as its widest cell. */
const tableOf = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: ReadonlyArray<string>, fill = " ") =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width, fill)).join(" | ")} |`
  return [line(HEAD), line([], "-"), ...rows.map((cells) => line(cells))]
}

/** Figures as `docs/performance.md` has them: where and how they were measured, and the table. */
export const markdownOf = (
  measured: ReadonlyArray<Measured>,
  { command, date, machine }: Circumstances,
): string =>
  [`Measured on ${date} with \`${command}\`: ${machine}.`, "", ...tableOf(measured.map(rowOf)), ""].join("\n")
