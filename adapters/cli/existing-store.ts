import { existsSync } from "node:fs"
import { Effect } from "effect"
import { readStoreUrl, storeFiles } from "#adapters/config"
import { CliRefusal } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"
import { storeFlag } from "./store.ts"

const passing = (url: string, where: string) =>
  new CliRefusal({
    code: "store-passing",
    what: `The store ${JSON.stringify(url)} ends with this program: there is nothing to keep.`,
    where,
    remedy: "Name a store that stays, such as sqlite:PATH.",
    exit: EXIT.usage,
  })

const missing = (path: string, where: string) =>
  new CliRefusal({
    code: "store-missing",
    what: `There is no store ${JSON.stringify(path)}.`,
    where,
    remedy: "Check the path; it is relative to the directory that you are in.",
    exit: EXIT.io,
  })

/** A store that outlives the program, with its files, whether it is there or not. */
export const lastingStore = Effect.fnUntraced(function* (name: string, where: string) {
  const url = yield* readStoreUrl(name)
  const files = storeFiles(url)
  return files === null ? yield* passing(name, where) : { name, url, files }
})

/** A store that is there already: looking after a store never makes one. */
export const existingStore = Effect.fnUntraced(function* (name: string, where: string) {
  const store = yield* lastingStore(name, where)
  const { log } = store.files
  if (log !== null && !existsSync(log)) return yield* missing(log, where)
  return store
})

/** The store that `--store` names, which has to be there. */
export const theStore = Effect.flatMap(storeFlag, (name) => existingStore(name, "--store"))
