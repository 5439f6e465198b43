import type { StoreUrl } from "./store-url.ts"

/** The files of a store on this machine. */
export interface StoreFiles {
  /** Null where the log is not a file of this machine. */
  readonly log: string | null
  readonly keys: string
  readonly readModels: string
}

const beside = (path: string, what: string): string => path.replace(/(\.sqlite|\.db)?$/, `-${what}.sqlite`)

/**
 * The files of a store: keys and read models lie beside the log, so `flightlog.sqlite` has `flightlog-keys.sqlite` and
 * `flightlog-read-models.sqlite`. Null for a store that has none.
 */
export const storeFiles = (url: StoreUrl): StoreFiles | null =>
  url.kind === "memory"
    ? null
    : { log: url.path, keys: beside(url.path, "keys"), readModels: beside(url.path, "read-models") }
