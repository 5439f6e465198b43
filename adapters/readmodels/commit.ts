import { explain } from "#adapters/sqlite"
import type { Advance, Committed, Standing, Step } from "#projections/runtime"
import { type Connection, inTransaction } from "./connections.ts"
import { inGeneration, promoteNext } from "./generations.ts"
import { readPositions, writeStandings } from "./standings.ts"

/**
 * Results that lie in the write itself, so that trying again cannot help: SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH,
 * RANGE. Source: https://sqlite.org/rescode.html
 */
const IN_THE_WRITE: ReadonlySet<number> = new Set([1, 18, 19, 20, 25])

const isInTheWrite = (error: unknown): boolean =>
  IN_THE_WRITE.has(explain(error).code) ||
  (error instanceof Error && "code" in error && error.code === "ERR_INVALID_ARG_TYPE")

/** Runs steps in order; gives the first one whose writes are refused, with the reason. */
const runSteps = (connection: Connection, steps: ReadonlyArray<Step>, generation: number) => {
  const rendered = new Map<string, string>()
  const sqlOf = (written: string): string => {
    const sql = rendered.get(written) ?? inGeneration(written, generation)
    rendered.set(written, sql)
    return sql
  }
  for (const [index, step] of steps.entries())
    try {
      for (const { parameters, sql } of step.writes) connection.run(sqlOf(sql), parameters)
    } catch (error) {
      if (!isInTheWrite(error)) throw error
      const reason = error instanceof Error ? error.message : String(error)
      return { index, poison: { position: step.position, type: step.type, reason } }
    }
  return undefined
}

/** Applies one projection's steps. Where one is refused, those before it are kept and the projection stops there. */
const apply = (connection: Connection, { poison, standing, state, steps, to }: Advance): Standing => {
  if (steps.length === 0) return { ...standing, position: to, state, poison }
  connection.run("SAVEPOINT advance")
  const refused = runSteps(connection, steps, standing.generation)
  if (refused === undefined) {
    connection.run("RELEASE advance")
    return { ...standing, position: to, state, poison }
  }
  const before = steps.slice(0, refused.index)
  connection.database.exec("ROLLBACK TO advance; RELEASE advance")
  runSteps(connection, before, standing.generation)
  const position = before.at(-1)?.position ?? standing.position
  return { ...standing, position, state: "stopped", poison: refused.poison }
}

const stillStand = (connection: Connection, advances: ReadonlyArray<Advance>): boolean => {
  const positions = readPositions(connection)
  return advances.every(({ standing }) => positions.get(standing.generation) === standing.position)
}

/**
 * Applies advances in one transaction, if each projection still stands where its advance begins: so two processes that
 * feed one file apply each event once.
 */
export const commitAdvances = (connection: Connection, advances: ReadonlyArray<Advance>): Committed =>
  inTransaction(connection, () => {
    if (!stillStand(connection, advances)) return { _tag: "Overtaken" }
    const standings = advances.map((advance) => apply(connection, advance))
    writeStandings(connection, standings)
    for (const [index, standing] of standings.entries()) {
      const isNew = standing.state === "live" && advances[index]?.standing.state !== "live"
      if (isNew && !standing.isRead) promoteNext(connection, standing)
    }
    return { _tag: "Committed", standings }
  })
