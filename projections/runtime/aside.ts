import { Effect, Exit } from "effect"
import { ReadModelsFailure } from "./failure.ts"
import { Overtaken } from "./feed.ts"
import { ReadModelFile, type Standing } from "./file.ts"
import type { Projection } from "./projection.ts"

/** What new tables are built for, for the words of a failure. */
export type Purpose = "rebuild" | "verification"

/** Somebody has taken the tables away, or put others in the place of those that are read. */
export const replaced = (purpose: Purpose, { name }: Projection) =>
  new ReadModelsFailure({
    reason: `The ${purpose} of "${name}" was given up: another process has put other tables in its place.`,
    remedy: `Look how the projection stands, then begin the ${purpose} again if it is still wanted.`,
  })

/** An event on the way cannot be applied. */
export const poisoned = (purpose: Purpose, { name, poison }: Standing) =>
  new ReadModelsFailure({
    reason: `The ${purpose} of "${name}" was given up at the event "${poison?.type ?? "?"}" at position ${poison?.position ?? "?"}, which it cannot apply (${poison?.reason ?? "no reason is known"}). What is read stays as it is.`,
    remedy: `Mend what the reason names, then begin the ${purpose} again.`,
  })

/**
 * Makes empty tables for a projection beside those that are read, uses them, and takes them out again unless the use succeeded and
 * they are `kept`.
 */
export const aside = <A, E, R>(
  projection: Projection,
  { kept, purpose }: { readonly kept: boolean; readonly purpose: Purpose },
  use: (begun: Standing) => Effect.Effect<A, E, R>,
) =>
  Effect.gen(function* () {
    const file = yield* ReadModelFile
    return yield* Effect.acquireUseRelease(file.begin(projection), use, (begun, exit) =>
      kept && Exit.isSuccess(exit) ? Effect.void : Effect.ignore(file.discard(begun)),
    )
  }).pipe(
    Effect.catchIf(
      (error) => error instanceof Overtaken,
      () => Effect.fail(replaced(purpose, projection)),
    ),
  )
