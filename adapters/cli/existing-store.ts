import { existsSync } from "node:fs"
import { Effect } from "effect"
import { type StoreUrl, shownStore, storeFiles } from "#adapters/config"
import { CliRefusal } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"
import { readStore, theStoreUrl } from "./store.ts"

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

const lasting = Effect.fnUntraced(function* (url: StoreUrl, where: string) {
  if (url.kind === "memory") return yield* passing(shownStore(url), where)
  return { name: shownStore(url), url, files: storeFiles(url) }
})

const existing = Effect.fnUntraced(function* (url: StoreUrl, where: string) {
  const store = yield* lasting(url, where)
  const { log } = store.files
  if (log !== null && !existsSync(log)) return yield* missing(log, where)
  return store
})

/** A store that outlives the program, with its files and its name for people, whether it is there or not. */
export const lastingStore = Effect.fnUntraced(function* (name: string, where: string) {
  return yield* lasting(yield* readStore(name), where)
})

/** A store that is there already: looking after a store never makes one. */
export const existingStore = Effect.fnUntraced(function* (name: string, where: string) {
  return yield* existing(yield* readStore(name), where)
})

/** The store of the command, which has to be there. */
export const theStore = Effect.flatMap(theStoreUrl, (url) => existing(url, "--store"))
