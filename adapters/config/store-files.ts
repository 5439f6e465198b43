import { basename, join } from "node:path"
import type { LastingStoreUrl } from "./store-url.ts"

/** The files of a store on this machine. */
export interface StoreFiles {
  /** Null where the log is not a file of this machine. */
  readonly log: string | null
  /** Null where the keys lie with the log in a database. */
  readonly keys: string | null
  readonly readModels: string
}

const beside = (path: string, what: string): string => path.replace(/(\.sqlite|\.db)?$/, `-${what}.sqlite`)

/** The file of the keys of a log that is a file. */
export const keyFileOf = (log: string): string => beside(log, "keys")

/** `esdb://node1.example.com:2113,node2?tls=false` has `esdb-node1.example.com-2113`. */
const fileNameOf = (shown: string): string =>
  `esdb-${/\/\/([^,/?]+)/.exec(shown)?.[1]?.replace(":", "-") ?? "server"}`

const READ_MODELS = "read-models"

/**
 * The files of a store. Keys and read models lie beside a log that is a file, so `flightlog.sqlite` has `flightlog-keys.sqlite` and
 * `flightlog-read-models.sqlite`; read models lie in the data directory where one was named.
 */
export const storeFiles = (url: LastingStoreUrl): StoreFiles => {
  if (url.kind === "eventstoredb") {
    const near = join(url.data, fileNameOf(url.address.shown))
    return { log: null, keys: null, readModels: beside(near, READ_MODELS) }
  }
  const near = url.data === undefined ? url.path : join(url.data, basename(url.path))
  return { log: url.path, keys: keyFileOf(url.path), readModels: beside(near, READ_MODELS) }
}
