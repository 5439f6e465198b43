import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { keyFileOf } from "#adapters/config"
import { backUp } from "#adapters/upkeep"
import { CliRefusal } from "../complaint.ts"
import { theStore } from "../existing-store.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { share } from "../print/count.ts"
import { fields } from "../print/fields.ts"
import { backupFields } from "../print/store.ts"

const noFile = (store: string) =>
  new CliRefusal({
    code: "store-no-file",
    what: `The log of ${JSON.stringify(store)} is not a file of this machine.`,
    where: "--store",
    remedy: `Copy it into a file, with its keys: flightlog store copy --from ${store} --to sqlite:FILE`,
    exit: EXIT.refused,
  })

/** `flightlog store backup FILE` */
export const backup = Command.make(
  "backup",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE"),
      Argument.withDescription("Where to: a file that does not exist yet; its keys go into a file beside it"),
    ),
    json: jsonFlag,
  },
  Effect.fn("store backup")(function* ({ file, json }) {
    const { files, name } = yield* theStore
    if (files.log === null || files.keys === null) return yield* noFile(name)
    const output = yield* Output
    const keys = keyFileOf(file)
    const telling = (done: number) =>
      Effect.runSync(output.progress(`Copied ${share(done, 1)} of the log ...`))
    const made = yield* backUp({ log: files.log, keys: files.keys }, { log: file, keys }, telling)
    if (json) yield* resultJson(made)
    else yield* result(fields(backupFields(made), output.out))
    yield* note(
      "The backup includes the keys: whoever has both files can read every name. Keep them accordingly.",
    )
    yield* note(`Use it like any store: --store sqlite:${file}`)
  }),
).pipe(
  Command.withDescription(
    "Backs a store up while it is in use: the log as it is at this moment, and the keys without which no name in it can be " +
      "read. Both are checked, and both are there, or neither. Lists are not part of it: they are built anew from the log. " +
      "The key of a person who is erased later is still in the backup: delete old backups.",
  ),
  Command.withShortDescription("Back log and keys up while in use"),
  Command.withExamples([{ command: "flightlog store backup /backups/flightlog-monday.sqlite" }]),
)
