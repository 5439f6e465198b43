import { Result } from "effect"
import type { Position } from "#workflows/ports"
import type { Advance, Poison, ProjectionState, Standing, Step } from "./file.ts"
import type { OpenedEvent } from "./opening.ts"
import type { Projection } from "./projection.ts"
import type { Write } from "./table.ts"

/** A projection and where it stands in the file. */
export interface Fed {
  readonly projection: Projection
  readonly standing: Standing
}

/** Events in log order, and where a projection stands once it has applied them. */
export interface Batch {
  readonly events: ReadonlyArray<OpenedEvent>
  readonly to: Position
  readonly state: ProjectionState
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const applied = (projection: Projection, event: OpenedEvent): ReadonlyArray<Write> => {
  const any = projection.applyAny?.(event.place) ?? []
  if (!projection.handles.has(event.type)) return any
  const fact = Result.getOrThrow(event.fact())
  return [...projection.apply({ ...event.place, ...fact, personal: event.personal }), ...any]
}

const stepOf = (projection: Projection, event: OpenedEvent): Result.Result<Step, Poison> => {
  const { position } = event.place
  return Result.try({
    try: () => ({ position, type: event.type, writes: applied(projection, event) }),
    catch: (error) => ({ position, type: event.type, reason: reasonOf(error) }),
  })
}

/**
 * What a batch of events comes to for one projection. An event that it cannot decode or apply ends it there: what came
 * before is kept, and the projection stops at that event.
 */
export const advance = ({ projection, standing }: Fed, { events, state, to }: Batch): Advance => {
  const steps: Array<Step> = []
  let last = standing.position
  for (const event of events) {
    // A subscription that was cut off may give some events again.
    if (event.place.position <= last) continue
    const step = stepOf(projection, event)
    if (Result.isFailure(step)) return { standing, steps, to: last, state: "stopped", poison: step.failure }
    if (step.success.writes.length > 0) steps.push(step.success)
    last = event.place.position
  }
  return { standing, steps, to: last < to ? to : last, state, poison: null }
}
