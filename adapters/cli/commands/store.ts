import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { logAndKeysOn, logOn } from "#adapters/config"
import { checkLog, checkStore, storeInfo } from "#adapters/upkeep"
import { Devices } from "#workflows/commands"
import { EventStore, START } from "#workflows/ports"
import { EndWith } from "../complaint.ts"
import { theStore } from "../existing-store.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { count, share } from "../print/count.ts"
import { fields } from "../print/fields.ts"
import { checkText, findingColumns, infoFields } from "../print/store.ts"
import { table } from "../print/table.ts"
import { progressTeller } from "../progress.ts"
import { backup } from "./store-backup.ts"
import { copy } from "./store-copy.ts"

const info = Command.make(
  "info",
  { json: jsonFlag },
  Effect.fn("store info")(function* ({ json }) {
    const { files, name, url } = yield* theStore
    const told = yield* Effect.provide(storeInfo(files), logOn(url))
    if (json) return yield* resultJson(told)
    yield* result(fields(infoFields(name, told), (yield* Output).out))
  }),
).pipe(
  Command.withDescription("Tells what a store holds, since when, and which files belong to it."),
  Command.withShortDescription("Tell what a store holds"),
)

/** Checks the log of an open store, and tells how far that is. */
const checkOpenLog = Effect.gen(function* () {
  const total = yield* (yield* EventStore).countAfter(START)
  const tell = yield* progressTeller
  return yield* checkLog((events) =>
    tell(() => `Checked ${count(events)} events${total === null ? "" : `, ${share(events, total)}`} ...`),
  )
})

const check = Command.make(
  "check",
  { json: jsonFlag },
  Effect.fn("store check")(function* ({ json }) {
    const { files, url } = yield* theStore
    const output = yield* Output
    yield* output.progress("Checking the files ...")
    const opened = Layer.provideMerge(Devices.layer, logAndKeysOn(url))
    const checked = yield* checkStore(files, Effect.provide(checkOpenLog, opened))
    if (json) yield* resultJson(checked)
    else {
      if (checked.findings.length > 0) yield* result(table(checked.findings, findingColumns, output.out))
      yield* note(checkText(checked))
    }
    if (!checked.sound) return yield* new EndWith({ exit: EXIT.refused })
  }),
).pipe(
  Command.withDescription(
    "Checks a whole store: the files themselves; every event readable and in its place, no gap in a stream and no time that " +
      "goes back; every device's history folded from its first event, so that each conclusion follows from what came before " +
      "it. May run beside a server. Exit code 1 tells that something was found.",
  ),
  Command.withShortDescription("Check files, events and histories"),
)

/** `flightlog store ...` */
export const store = Command.make("store").pipe(
  Command.withDescription(
    "Look after the store: what it holds, whether it is sound, backups, and moving to another one.",
  ),
  Command.withShortDescription("Look after the store: info, check, backup, copy"),
  Command.withSubcommands([info, check, backup, copy]),
)
