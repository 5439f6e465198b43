import {
  type ProjectionState,
  ReadModelsFailure,
  type SqlRow,
  type Standing,
  shape,
} from "#projections/runtime"
import type { Connection } from "./connections.ts"

const standingRow = shape({
  name: "text",
  version: "integer",
  generation: "integer",
  position: "text",
  state: "text",
  poisonPosition: "text?",
  poisonType: "text?",
  poisonReason: "text?",
})

const STATES: ReadonlyArray<ProjectionState> = ["starting", "catching up", "live", "stopped"]

const standingOf = (row: SqlRow): Standing => {
  if (!standingRow.fits(row))
    throw new ReadModelsFailure({
      reason: "The read-model file says of a projection what no Flightlog writes.",
      remedy: "Delete the file: it is built anew from the log.",
    })
  const { generation, name, poisonPosition, poisonReason, poisonType, position, version } = row
  return {
    name,
    version,
    generation,
    position,
    state: STATES.find((state) => state === row.state) ?? "starting",
    poison:
      poisonPosition === null
        ? null
        : { position: poisonPosition, type: poisonType ?? "", reason: poisonReason ?? "" },
  }
}

/** Where the projections in the file stand. */
export const readStandings = (connection: Connection): ReadonlyArray<Standing> =>
  connection.rows("SELECT * FROM flightlog_projections ORDER BY name").map(standingOf)

/** Where one projection stands, if the file has it. */
export const readStanding = (connection: Connection, name: string): Standing | undefined =>
  connection.rows("SELECT * FROM flightlog_projections WHERE name = ?", [name]).map(standingOf)[0]

/** Writes where a projection stands. */
export const writeStanding = (
  connection: Connection,
  { generation, name, poison, position, state, version }: Standing,
): void => {
  connection.run(
    `INSERT OR REPLACE INTO flightlog_projections
       (name, version, generation, position, state, poisonPosition, poisonType, poisonReason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      name,
      version,
      generation,
      position,
      state,
      poison?.position ?? null,
      poison?.type ?? null,
      poison?.reason ?? null,
    ],
  )
}
