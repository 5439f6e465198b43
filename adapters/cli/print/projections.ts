import type { Feeder, ProjectionStatus, RowDifference, SqlRow } from "#projections/runtime"
import type { Paint, Style } from "./colour.ts"
import { count } from "./count.ts"
import type { Column } from "./table.ts"

const byState =
  (state: ProjectionStatus["state"]) =>
  (style: Style): Paint => {
    if (state === "live") return style.good
    return state === "stopped" ? style.bad : style.warn
  }

const seconds = (lag: number | null): string => (lag === null ? "?" : lag.toFixed(lag < 10 ? 1 : 0))

/** What went wrong with a projection, for people. */
const trouble = ({ lastError, poison }: ProjectionStatus): string =>
  poison === null ? (lastError ?? "-") : `${poison.type} at ${poison.position}: ${poison.reason}`

/** Who feeds the projections, for people. */
export const feederText = (feeder: Feeder | "this" | null): string => {
  if (feeder === "this") return "No server feeds them: this command did, and ends now."
  return feeder === null
    ? "Nobody feeds them at this moment."
    : `Process ${feeder.process} on ${feeder.machine} feeds them.`
}

/** The projections for people. */
export const projectionColumns: ReadonlyArray<Column<ProjectionStatus>> = [
  { title: "Projection", text: ({ name }) => name, narrow: "whole" },
  { title: "Version", text: ({ version }) => String(version), leave: 1 },
  {
    title: "State",
    text: ({ state }) => state,
    narrow: "whole",
    paint: ({ state }, style) => byState(state)(style),
  },
  { title: "Position", text: ({ position }) => (position === "" ? "-" : position), leave: 2 },
  { title: "Seconds behind", text: ({ lagSeconds }) => seconds(lagSeconds), narrow: "whole" },
  { title: "Events behind", text: ({ lagEvents }) => (lagEvents === null ? "?" : count(lagEvents)) },
  { title: "Last error", text: trouble, narrow: "wrap" },
]

/** One difference as a line of a table: a column of a row, or a whole row that only one side has. */
export interface DifferenceLine {
  readonly table: string
  readonly key: string
  readonly column: string
  readonly read: string
  readonly rebuilt: string
}

const keyText = (key: SqlRow): string => Object.values(key).map(String).join(" ")

/** A difference for people: a line for each column that differs; what a row is that only one side has tells `--json`. */
export const differenceLines = ({
  key,
  read,
  rebuilt,
  table,
}: RowDifference): ReadonlyArray<DifferenceLine> => {
  const place = { table, key: keyText(key) }
  const there = (row: SqlRow | null): string => (row === null ? "missing" : "there")
  if (read === null || rebuilt === null)
    return [{ ...place, column: "(the whole row)", read: there(read), rebuilt: there(rebuilt) }]
  return Object.keys(read)
    .filter((column) => read[column] !== rebuilt[column])
    .map((column) => ({
      ...place,
      column,
      read: JSON.stringify(read[column]),
      rebuilt: JSON.stringify(rebuilt[column]),
    }))
}

/** Differences for people. */
export const differenceColumns: ReadonlyArray<Column<DifferenceLine>> = [
  { title: "Table", text: ({ table }) => table },
  { title: "Key", text: ({ key }) => key, narrow: "whole" },
  { title: "Column", text: ({ column }) => column, narrow: "whole" },
  { title: "Is read", text: ({ read }) => read, narrow: "wrap", paint: (_, style) => style.bad },
  { title: "Built anew", text: ({ rebuilt }) => rebuilt, narrow: "wrap", paint: (_, style) => style.good },
]
