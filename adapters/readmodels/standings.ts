import {
  type ProjectionState,
  ReadModelsFailure,
  type SqlRow,
  type Standing,
  shape,
} from "#projections/runtime"
import type { Position } from "#workflows/ports"
import type { Connection } from "./connections.ts"

/** What the tables of a generation are for. */
export const ROLE = {
  /** Built aside, for a rebuild or a comparison. */
  aside: 0,
  /** Read. */
  read: 1,
  /** Of another version than those that are read, to be read in their place once they have caught up. */
  next: 2,
} as const

const standingRow = shape({
  name: "text",
  version: "integer",
  generation: "integer",
  active: "integer",
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
  const { active, generation, name, poisonPosition, poisonReason, poisonType, position, version } = row
  return {
    name,
    version,
    generation,
    isRead: active === ROLE.read,
    position,
    state: STATES.find((state) => state === row.state) ?? "starting",
    poison:
      poisonPosition === null
        ? null
        : { position: poisonPosition, type: poisonType ?? "", reason: poisonReason ?? "" },
  }
}

/** Where the projections stand that are read, or are to be read next. */
export const readStandings = (connection: Connection): ReadonlyArray<Standing> =>
  connection
    .rows("SELECT * FROM flightlog_projections WHERE active <> ? ORDER BY name, active", [ROLE.aside])
    .map(standingOf)

const inRole = (connection: Connection, name: string, role: number): Standing | undefined =>
  connection
    .rows("SELECT * FROM flightlog_projections WHERE active = ? AND name = ?", [role, name])
    .map(standingOf)[0]

/** Where the projection of a name stands that is read, if the file has it. */
export const readActive = (connection: Connection, name: string): Standing | undefined =>
  inRole(connection, name, ROLE.read)

/** Where the projection of a name stands that is to be read next, if there is one. */
export const readNext = (connection: Connection, name: string): Standing | undefined =>
  inRole(connection, name, ROLE.next)

/** Where a generation stands, if it is still there. */
export const readGeneration = (connection: Connection, generation: number): Standing | undefined =>
  connection.rows("SELECT * FROM flightlog_projections WHERE generation = ?", [generation]).map(standingOf)[0]

/** Gives a generation a role. */
export const setRole = (connection: Connection, generation: number, role: number): void => {
  connection.run("UPDATE flightlog_projections SET active = ? WHERE generation = ?", [role, generation])
}

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

const positionRow = shape({ generation: "integer", position: "text" })

/** Up to where every generation is, by its number. */
export const readPositions = (connection: Connection): ReadonlyMap<number, Position> =>
  new Map(
    connection
      .rows("SELECT generation, position FROM flightlog_projections")
      .filter(positionRow.fits)
      .map(({ generation, position }) => [generation, position]),
  )

const placeOf = ({ poison, position, state }: Standing): string => JSON.stringify([position, state, poison])

/** Writes how far generations are: at once for those that stand together, as most do. */
export const writeStandings = (connection: Connection, standings: ReadonlyArray<Standing>): void => {
  for (const together of Map.groupBy(standings, placeOf).values()) {
    const numbers = together.map(({ generation }) => generation).join(", ")
    for (const { poison, position, state } of together.slice(0, 1))
      connection.run(
        `UPDATE flightlog_projections SET position = ?, state = ?, poisonPosition = ?, poisonType = ?, poisonReason = ?
         WHERE generation IN (${numbers})`,
        [position, state, poison?.position ?? null, poison?.type ?? null, poison?.reason ?? null],
      )
  }
}
