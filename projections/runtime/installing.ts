import { Effect } from "effect"
import { EventStore, START } from "#workflows/ports"
import { ReadModelFile } from "./file.ts"
import type { Projection } from "./projection.ts"

/**
 * Makes a projection ready to be fed. Tables that tell of more than the log holds are made anew: the log was put back from a backup.
 * Where a store does not count its events, the end of the log may well be before a position, and tells nothing.
 */
export const installed = Effect.fnUntraced(function* (projection: Projection) {
  const { install, restart } = yield* ReadModelFile
  const store = yield* EventStore
  const standing = yield* install(projection)
  const isCounted = (yield* store.countAfter(START)) !== null
  // Looked at afterwards: whatever was applied before was in the log by now.
  if (!isCounted || standing.position <= (yield* store.head)) return standing
  yield* Effect.logWarning(
    `The list "${projection.name}" tells of more than the log holds, which was put back from a backup: it is built anew.`,
  )
  return yield* restart(projection)
})
