import { Effect, Result, Schema } from "effect"
import { type EventStoreDbAddress, readAddress } from "#adapters/eventstore/eventstoredb"

/**
 * Where a store is: in one file, in this process's memory, or in an EventStoreDB. `data` is the directory of what this machine keeps
 * beside it, its read models; those of a file lie beside it by default.
 */
export type StoreUrl =
  | { readonly kind: "sqlite"; readonly path: string; readonly data?: string | undefined }
  | { readonly kind: "memory" }
  | { readonly kind: "eventstoredb"; readonly address: EventStoreDbAddress; readonly data: string }

/** A store that outlives the program. */
export type LastingStoreUrl = Exclude<StoreUrl, { readonly kind: "memory" }>

/** The directory of what is kept on this machine when none is named. */
export const DEFAULT_DATA = ".flightlog"

/** The store that is used when none is named. */
export const DEFAULT_STORE = `sqlite:${DEFAULT_DATA}/flightlog.sqlite`

/** A store was named in a way that is not understood. */
export class StoreUrlInvalid extends Schema.TaggedError<StoreUrlInvalid>()("StoreUrlInvalid", {
  what: Schema.String,
  remedy: Schema.String,
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

const FORMS =
  "Write sqlite:PATH for a file, esdb://HOST:PORT for an EventStoreDB, or memory: for one that ends with the program."

/** What may be a user and a password is not repeated: somebody may have mistyped what comes before it. */
const withoutUser = (url: string): string => url.replace(/\/\/.*@/s, "//...@")

const unknown = (url: string) =>
  new StoreUrlInvalid({ what: `"${withoutUser(url)}" names no store.`, remedy: FORMS })

const badAddress = (url: string, flaw: string) =>
  new StoreUrlInvalid({ what: `"${withoutUser(url)}" is no address of an EventStoreDB.`, remedy: flaw })

/**
 * Reads the name of a store, as `--store` and `FLIGHTLOG_STORE` have it.
 *
 * @param data the directory of what this machine keeps beside the log, as `--data` and `FLIGHTLOG_DATA` have it
 * @example readStoreUrl("sqlite:data/flightlog.sqlite")
 * @example readStoreUrl("esdb+discover://flightlog:secret@cluster.example.com:2113?tlsCAFile=ca.crt", "/var/lib/flightlog")
 */
export const readStoreUrl = (url: string, data?: string): Effect.Effect<StoreUrl, StoreUrlInvalid> => {
  if (url === "memory:") return Effect.succeed({ kind: "memory" })
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (path !== undefined) return Effect.succeed({ kind: "sqlite", path, data })
  if (!/^esdb(\+discover)?:/i.test(url)) return Effect.fail(unknown(url))
  return Effect.fromResult(
    Result.mapBoth(readAddress(url), {
      onSuccess: (address): StoreUrl => ({ kind: "eventstoredb", address, data: data ?? DEFAULT_DATA }),
      onFailure: (flaw) => badAddress(url, flaw),
    }),
  )
}

/** A store's name for people and logs, without user and password. */
export const shownStore = (url: StoreUrl): string => {
  switch (url.kind) {
    case "memory":
      return "memory:"
    case "sqlite":
      return `sqlite:${url.path}`
    case "eventstoredb":
      return url.address.shown
  }
}
