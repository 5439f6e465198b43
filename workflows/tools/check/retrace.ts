import { Result } from "effect"
import type { DeviceProcess } from "#workflows/engine"
import type { Told } from "../rehearsal/perform.ts"
import type { Edge, Explored } from "./graph.ts"
import { timed } from "./instant.ts"
import { movesIn } from "./moves.ts"
import type { Move } from "./page-moves.ts"
import { outlineIn } from "./places.ts"
import { moved, passed, type Step } from "./step.ts"

/**
 * What is to be told for an edge: as it was when the edge was found, or, where a device came another way to the same
 * place, whatever else leads to the same.
 */
const movesFor = ({ world }: Explored, { told }: Edge, process: DeviceProcess): ReadonlyArray<Move> => {
  const events = told.map(({ event }) => event).join()
  const assume = told[0]?.assume ?? {}
  const others = movesIn(world, process)
    .filter((move) => move.map(({ event }) => event).join() === events || move[0]?.event === told[0]?.event)
    .map((move) => move.map((one): Told => ({ ...one, assume })))
  return [told, ...others]
}

const followed = (explored: Explored, edge: Edge, process: DeviceProcess): Step | undefined => {
  const { performances, world } = explored
  const { from, timer, to, window } = edge
  const performance = performances.get(from.comer)
  if (performance === undefined) return undefined
  const present = timed(process, window)
  const leads = (step: Step): boolean => outlineIn(world, to.comer, step.process) === to.outline
  if (timer !== null) {
    const result = passed(world, present, timer, from.comer.assume)
    return result !== undefined && Result.isSuccess(result) && leads(result.success)
      ? result.success
      : undefined
  }
  for (const move of movesFor(explored, edge, process)) {
    const result = moved(performance, present, move)
    if (Result.isSuccess(result) && leads(result.success)) return result.success
  }
  return undefined
}

/**
 * Goes a way through the graph with one device.
 *
 * @returns what is told at each step (nothing where a time-out passes); undefined where the device cannot go this way
 */
export const retrace = (explored: Explored, edges: ReadonlyArray<Edge>): ReadonlyArray<Move> | undefined => {
  const told: Array<Move> = []
  let process = edges[0]?.from.process
  for (const edge of edges) {
    const step = process === undefined ? undefined : followed(explored, edge, process)
    if (step === undefined) return undefined
    told.push(step.told)
    process = step.process
  }
  return told
}
