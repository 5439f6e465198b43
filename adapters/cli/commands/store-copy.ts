import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { openForCopy } from "#adapters/config"
import { copyKeys } from "#adapters/keys"
import { copyStore } from "#adapters/upkeep"
import { START } from "#workflows/ports"
import { CliRefusal } from "../complaint.ts"
import { existingStore, lastingStore } from "../existing-store.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { count, countOf, share } from "../print/count.ts"
import { fields } from "../print/fields.ts"
import { copyFields } from "../print/store.ts"
import { progressTeller } from "../progress.ts"

const same = new CliRefusal({
  code: "copy-same-store",
  what: "Source and target are the same store.",
  where: "--to",
  remedy: "Name another target.",
  exit: EXIT.refused,
})

const PHASES = { looking: "Found there", copying: "Copied", comparing: "Compared" } as const

const urlFlag = (name: "from" | "to", description: string) =>
  Flag.String(name).pipe(Flag.withMetavar("URL"), Flag.withDescription(description))

/** `flightlog store copy --from A --to B` */
export const copy = Command.make(
  "copy",
  {
    from: urlFlag("from", "The store that is copied; it may be in use"),
    to: urlFlag("to", "An empty store, one that does not exist yet, or one that this copy was begun in"),
    json: jsonFlag,
  },
  Effect.fn("store copy")(function* (given) {
    const source = yield* existingStore(given.from, "--from")
    const target = yield* lastingStore(given.to, "--to")
    const [from, to] = [yield* openForCopy(source.url), yield* openForCopy(target.url)]
    const identity = yield* to.log.identity
    if ((yield* from.log.identity) === identity) return yield* same
    const total = yield* from.log.countAfter(START)
    const tell = yield* progressTeller
    let people = 0
    const bringKeys = Effect.map(copyKeys(from.keys, to.keys, identity), (brought) => {
      people = brought
    })
    const told = yield* copyStore(
      {
        from: from.log,
        to: to.log,
        tell: ({ events, phase }) =>
          tell(
            () =>
              `${PHASES[phase]} ${count(events)} events${total === null ? "" : `, ${share(events, total)}`} ...`,
          ),
      },
      bringKeys,
    )
    if (given.json) yield* resultJson({ ...told, people })
    else yield* result(fields(copyFields(told, people), (yield* Output).out))
    if (told.since > 0)
      yield* note(
        `The source took ${countOf(told.since, "event")} meanwhile. Stop whoever writes to it, then copy again.`,
      )
    yield* note(`Go on with it: --store ${target.name}`)
  }, Effect.scoped),
).pipe(
  Command.withDescription(
    "Copies a log with its keys into another store: every event in its order, with its id, revision, metadata and times. A " +
      "copy that was cut off goes on where it stood when it is begun again; at the end both stores are read and compared by " +
      "count and digest. This is how a store outgrows one machine. Lists are built anew from the log at the first use.",
  ),
  Command.withShortDescription("Copy a log with its keys into another store"),
  Command.withExamples([
    {
      command:
        "flightlog store copy --from sqlite:.flightlog/flightlog.sqlite --to sqlite:/mnt/new/flightlog.sqlite",
    },
    {
      command:
        "flightlog store copy --from sqlite:.flightlog/flightlog.sqlite --to esdb+discover://USER:PASSWORD@cluster.example.com:2113",
    },
  ]),
)
