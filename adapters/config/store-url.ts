import { Effect, Schema } from "effect"

/** Where a store is: in one file, or in this process's memory. */
export type StoreUrl = { readonly kind: "sqlite"; readonly path: string } | { readonly kind: "memory" }

/** The store that is used when none is named. */
export const DEFAULT_STORE = "sqlite:.flightlog/flightlog.sqlite"

/** A store was named in a way that is not understood. */
export class StoreUrlInvalid extends Schema.TaggedError<StoreUrlInvalid>()("StoreUrlInvalid", {
  url: Schema.String,
}) {
  override get message() {
    return `"${this.url}" names no store. Write sqlite:PATH for a file, or memory: for one that ends with the program.`
  }
}

/**
 * Reads the name of a store, as `--store` and `FLIGHTLOG_STORE` have it.
 *
 * @example readStoreUrl("sqlite:data/flightlog.sqlite")
 */
export const readStoreUrl = (url: string): Effect.Effect<StoreUrl, StoreUrlInvalid> => {
  if (url === "memory:") return Effect.succeed({ kind: "memory" })
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  return path === undefined
    ? Effect.fail(new StoreUrlInvalid({ url }))
    : Effect.succeed({ kind: "sqlite", path })
}
