import { Effect, Stream } from "effect"
import { openPersonal } from "#workflows/commands"
import { EventStore, START } from "#workflows/ports"

/**
 * The user principal names of people in a tenant's directory, the first ones who were added; erased people have none. Read from
 * the log itself: for the rare moment in which somebody misspelt one.
 */
export const userNames = Effect.fn("userNames")(function* (tenantId: string, limit: number) {
  const store = yield* EventStore
  const added = yield* store.readAll(START, { categories: ["user"] }).pipe(
    Stream.filter(({ metadata, type }) => type === "UserAdded" && metadata.tenant === tenantId),
    Stream.take(limit),
    Stream.runCollect,
  )
  const names = yield* Effect.forEach(added, ({ payload }) => openPersonal(payload))
  return names.flat().flatMap(({ values }) => values?.userPrincipalName ?? [])
})
