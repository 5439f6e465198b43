import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { Worker } from "node:worker_threads"
import { Effect, Schema } from "effect"
import { damagesOf, inspect } from "#adapters/sqlite"

/** What a backup came to. */
export const BackupResult = Schema.Struct({
  log: Schema.String,
  keys: Schema.String,
  /** Events in the backup: all that were acknowledged when it began. */
  events: Schema.Int,
  bytes: Schema.Int,
})
export type BackupResult = typeof BackupResult.Type

/** A backup that was not made; nothing is left of it. */
class BackupFailed extends Schema.TaggedError<BackupFailed>()("BackupFailed", {
  code: Schema.Literals(["backup-file-exists", "backup-not-written", "backup-damaged"]),
  reason: Schema.String,
  where: Schema.String,
  remedy: Schema.String,
}) {
  override get message() {
    return `${this.reason} ${this.remedy}`
  }
}

/** A log and the keys that go with it. */
export interface BackedUp {
  readonly log: string
  readonly keys: string
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Copies on a thread of its own, so that progress can be told: the share of the source that the target has. */
const vacuum = (from: string, to: string, tell: (share: number) => void) =>
  Effect.callback<void, BackupFailed>((resume) => {
    const failed = (reason: string, remedy: string) =>
      resume(Effect.fail(new BackupFailed({ code: "backup-not-written", reason, where: to, remedy })))
    const worker = new Worker(new URL("./vacuum-thread.ts", import.meta.url), {
      name: "flightlog-backup",
      workerData: { from, to },
    })
    const looking = setInterval(() => tell(Math.min(1, sizeOf(to) / Math.max(1, sizeOf(from)))), 200)
    worker.on("message", (fault: { readonly reason: string; readonly remedy: string } | null) =>
      fault === null ? resume(Effect.void) : failed(fault.reason, fault.remedy),
    )
    worker.on("error", (error) => failed(`${error}`, "Try again."))
    worker.on("exit", () => clearInterval(looking))
    return Effect.promise(async () => {
      clearInterval(looking)
      await worker.terminate()
    })
  })

const syncDirectory = (path: string) => {
  const directory = openSync(dirname(path), "r")
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

const WHY: { readonly [code: string]: string } = {
  ENOENT: "Its directory does not exist.",
  ENOTDIR: "Its directory is a file.",
  EACCES: "It may not be written there.",
  EROFS: "The disk may only be read.",
  ENOSPC: "The disk is full.",
}

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  return WHY[code] ?? `${cause}.`
}

const attempt = <A>(where: string, work: () => A) =>
  Effect.try({
    try: work,
    catch: (cause) =>
      new BackupFailed({
        code: "backup-not-written",
        reason: `"${where}" could not be written. ${reasonOf(cause)}`,
        where,
        remedy: "Check the directory and its rights, then try again.",
      }),
  })

const taken = (path: string) =>
  new BackupFailed({
    code: "backup-file-exists",
    reason: `"${path}" is there already.`,
    where: path,
    remedy: "Name a file that does not exist yet: a backup never overwrites anything.",
  })

const damaged = (what: string, path: string, damages: ReadonlyArray<string>) =>
  new BackupFailed({
    code: "backup-damaged",
    reason: `${what} is damaged: ${damages.join("; ")}.`,
    where: path,
    remedy: "Check the store: flightlog store check",
  })

const partial = (path: string): string => `${path}.partial`

/** Copies one file under a name that tells that it is not whole, and checks it. */
const copyFile = Effect.fnUntraced(function* (from: string, to: string, tell: (share: number) => void) {
  // A copy may come out sound of a source that is not: SQLite copies what it can read, and makes indexes anew.
  const before = damagesOf(from)
  if (before.length > 0) return yield* damaged("What is to be copied", from, before)
  yield* attempt(to, () => {
    rmSync(partial(to), { force: true })
    // For its owner only, from the first byte on.
    closeSync(openSync(partial(to), "wx", 0o600))
  })
  yield* vacuum(from, partial(to), tell)
  const damages = damagesOf(partial(to))
  if (damages.length > 0) return yield* damaged("The copy", to, damages)
})

const countEvents = (log: string): number => {
  const counted = inspect(log, (database) =>
    Number(database.prepare("SELECT max(position) AS events FROM events").get()?.events ?? 0),
  )
  return typeof counted === "number" ? counted : 0
}

/**
 * Backs up a store in files while it is written to: the log as it was at one moment, and the keys as they were a moment later, so
 * that there is a key for every name in it. Both files are whole and on the disk, or not there.
 *
 * @param tell is told the share of the log that is copied, from 0 to 1
 */
export const backUp = Effect.fn("backUp")(function* (
  from: BackedUp,
  to: BackedUp,
  tell: (share: number) => void = () => {},
) {
  const [log, keys] = [resolve(to.log), resolve(to.keys)]
  for (const path of [log, keys]) if (existsSync(path)) return yield* taken(path)
  const cleaned = Effect.sync(() => {
    for (const path of [log, keys]) rmSync(partial(path), { force: true })
  })
  const copied = Effect.gen(function* () {
    yield* copyFile(from.log, log, tell)
    yield* copyFile(from.keys, keys, () => {})
    yield* attempt(log, () => {
      // The keys first: a log without its keys would be refused.
      renameSync(partial(keys), keys)
      renameSync(partial(log), log)
      syncDirectory(log)
    })
  })
  yield* Effect.ensuring(copied, cleaned)
  return BackupResult.make({ log, keys, events: countEvents(log), bytes: sizeOf(log) + sizeOf(keys) })
})
