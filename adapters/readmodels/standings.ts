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

/** Where the projections that are read stand. */
export const readStandings = (connection: Connection): ReadonlyArray<Standing> =>
  connection.rows("SELECT * FROM flightlog_projections WHERE active = 1 ORDER BY name").map(standingOf)

/** Where the projection of a name stands that is read, if the file has it. */
export const readActive = (connection: Connection, name: string): Standing | undefined =>
  connection
    .rows("SELECT * FROM flightlog_projections WHERE active = 1 AND name = ?", [name])
    .map(standingOf)[0]

/** Where a generation stands, if it is still there. */
export const readGeneration = (connection: Connection, generation: number): Standing | undefined =>
  connection.rows("SELECT * FROM flightlog_projections WHERE generation = ?", [generation]).map(standingOf)[0]

/** Begins a generation of a projection at the start of the log, not read yet. */
export const addGeneration = (connection: Connection, name: string, version: number): Standing => {
  connection.run(
    `INSERT INTO flightlog_projections (name, version, active, position, state) VALUES (?, ?, 0, '', 'starting')`,
    [name, version],
  )
  const [added] = connection
    .rows("SELECT * FROM flightlog_projections WHERE generation = last_insert_rowid()")
    .map(standingOf)
  if (added === undefined) throw new Error("A row that was written is not there.")
  return added
}

/** Writes how far a generation is. */
export const writeStanding = (
  connection: Connection,
  { generation, poison, position, state }: Standing,
): void => {
  connection.run(
    `UPDATE flightlog_projections
     SET position = ?, state = ?, poisonPosition = ?, poisonType = ?, poisonReason = ? WHERE generation = ?`,
    [position, state, poison?.position ?? null, poison?.type ?? null, poison?.reason ?? null, generation],
  )
}
