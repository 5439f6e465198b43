import { existsSync } from "node:fs"
import { Effect, Layer } from "effect"
import { explain, openFile } from "#adapters/sqlite"
import { Entropy, Keys, KeysFailure } from "#workflows/ports"
import { digestWith } from "./digest.ts"
import { keysIn } from "./key-file.ts"
import { KEY_FILE } from "./schema.ts"

const attempt = <A>(operation: string, use: () => A): Effect.Effect<A, KeysFailure> =>
  Effect.try({
    try: use,
    catch: (cause) => {
      const { reason, remedy } = explain(cause)
      return new KeysFailure({ operation, reason: `${reason} ${remedy}`, cause })
    },
  })

const open = (path: string) =>
  Effect.suspend(() => {
    const opening = openFile(path, KEY_FILE)
    if (opening._tag === "Opened") return Effect.succeed(opening.database)
    const { reason, remedy } = opening.fault
    return Effect.fail(new KeysFailure({ operation: `open "${path}"`, reason: `${reason} ${remedy}` }))
  })

const stillRead = () =>
  new KeysFailure({
    operation: "erase a person's key without a trace",
    reason: "The key is erased, but a reader kept a copy of it in the write-ahead file. Erase it again.",
  })

/** The log that keys belong to. */
export interface LogOfKeys {
  readonly identity: string
  readonly isEmpty: boolean
}

const PUT_BACK = "Put the key file of this log back in its place, from a backup, then start again."

const refusal = (path: string, reason: string) =>
  new KeysFailure({ operation: `open "${path}"`, reason: `${reason} ${PUT_BACK}` })

const missing = (path: string) =>
  refusal(
    path,
    "It is missing or new, but its log holds events: without the old keys no name in the log can be read and no machine be recognised.",
  )

const ofAnother = (path: string, log: string) =>
  refusal(
    path,
    `It belongs to another log (${log}): with its keys no name in this log can be read and no machine be recognised.`,
  )

/** Sees to it that a log is never written with other keys than those it was begun with. */
const boundTo = (path: string, keys: ReturnType<typeof keysIn>, log: LogOfKeys) =>
  Effect.gen(function* () {
    const [isBegun, bound] = yield* attempt(
      "read the key file",
      () => [keys.hasSecret(), keys.log()] as const,
    )
    if (!isBegun && !log.isEmpty) return yield* missing(path)
    if (bound === log.identity) return
    if (bound !== undefined && !log.isEmpty) return yield* ofAnother(path, bound)
    yield* attempt("write the key file", () => keys.belongsTo(log.identity))
  })

/**
 * Keys in one SQLite file beside the log, readable by its owner only, made on first use with the deployment's secret in it. Losing the file
 * loses every personal value in the log, and with the secret every digest: back it up, apart from the log.
 *
 * An erased key is overwritten in the file; copies in backups, and blocks that a disk has set aside, are out of its reach. Another
 * process's erasure is noticed within a turn of the event loop.
 *
 * @param log the log whose keys these are to be: a log that holds events is refused where the file is missing, new or another
 * log's; without it, nothing is checked
 * @example embeddedKeys("data/flightlog-keys.sqlite")
 */
export const embeddedKeys = (path: string, log?: LogOfKeys): Layer.Layer<Keys, KeysFailure, Entropy> =>
  Layer.effect(
    Keys,
    Effect.gen(function* () {
      const entropy = yield* Entropy
      if (log?.isEmpty === false && !existsSync(path)) return yield* missing(path)
      const database = yield* Effect.acquireRelease(open(path), (database) =>
        Effect.sync(() => database.close()),
      )
      const keys = yield* attempt("read the key file", () => keysIn(database, entropy.bytes))
      if (log !== undefined) yield* boundTo(path, keys, log)
      const digest = digestWith(yield* attempt("read the deployment's secret", keys.secret))
      return Keys.of({
        digest,
        keyOf: (subject) => attempt("read a person's key", () => keys.find(subject) ?? null),
        keyFor: (subject) => attempt("make a person's key", () => keys.findOrMake(subject)),
        erase: (subject) =>
          Effect.flatMap(
            attempt("erase a person's key", () => keys.erase(subject)),
            (isGone) => (isGone ? Effect.void : Effect.fail(stillRead())),
          ),
      })
    }),
  )
