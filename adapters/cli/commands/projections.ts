import { Duration, Effect, Schedule } from "effect"
import { Argument, Command } from "effect/cli"
import { allProjections } from "#projections/all"
import { type ProjectionStatus, ReadModels } from "#projections/runtime"
import { EventStore, type Position, START } from "#workflows/ports"
import { CliRefusal, EndWith } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { countOf, share } from "../print/count.ts"
import { differenceColumns, differenceLines, feederText, projectionColumns } from "../print/projections.ts"
import { table } from "../print/table.ts"
import { progressTeller } from "../progress.ts"
import { onStore } from "../store.ts"

/** How long a command without a server beside it feeds the read models before it tells how they are. */
const MOMENT = Duration.seconds(2)
const LOOK = Schedule.spaced(Duration.millis(20))

const isSettled = (all: ReadonlyArray<ProjectionStatus>): boolean =>
  all.every(({ lagEvents, state }) => state === "stopped" || (state === "live" && (lagEvents ?? 0) === 0))

/** How the projections are, a moment after the store was opened: without a server, this command feeds them itself. */
const statusNow = Effect.gen(function* () {
  const { status } = yield* ReadModels
  const settled = Effect.repeat(status, { until: isSettled, schedule: LOOK })
  return yield* Effect.timeoutOrElse(settled, { duration: MOMENT, orElse: () => status })
})

const names = allProjections.map(({ name }) => name)

const nameArgument = Argument.String("name").pipe(
  Argument.withMetavar("NAME"),
  Argument.withDescription(`One of: ${names.join(", ")}`),
)

const known = (asked: string) =>
  names.includes(asked)
    ? Effect.succeed(asked)
    : Effect.fail(
        new CliRefusal({
          code: "projection-unknown",
          what: `There is no projection ${JSON.stringify(asked)}.${didYouMean(asked, names)}`,
          where: "NAME",
          remedy: "List the projections: flightlog projections",
          exit: EXIT.refused,
        }),
      )

/** Tells how much of the log new tables have: in per cent where the store can count. */
const tellBuilding = Effect.gen(function* () {
  const store = yield* EventStore
  const tell = yield* progressTeller
  const total = yield* store.countAfter(START)
  return Effect.fnUntraced(function* (position: Position) {
    const left = yield* Effect.orElseSucceed(store.countAfter(position), () => null)
    const done = total === null || left === null ? "" : `, ${share(total - left, total)}`
    yield* tell(() => `Building anew: at position ${position || "-"}${done} ...`)
  })
})

const rebuild = Command.make(
  "rebuild",
  { name: nameArgument, json: jsonFlag },
  Effect.fn("projections rebuild")(function* ({ json, name }) {
    const readModels = yield* ReadModels
    yield* readModels.rebuild(yield* known(name), yield* tellBuilding)
    const built = (yield* statusNow).find((status) => status.name === name)
    if (json) return yield* resultJson(built)
    yield* result(`${name} was built anew up to position ${built?.position || "-"} and is read from now on.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Builds a projection anew from the log beside the one that is read, and puts it in its place once it has caught up. " +
      "Lists answer all the while, and a server beside this command goes on with the new one.",
  ),
  Command.withShortDescription("Build one anew from the log, without a gap"),
  Command.withExamples([{ command: "flightlog projections rebuild autopilot-devices" }]),
)

const verify = Command.make(
  "verify",
  { name: nameArgument, json: jsonFlag },
  Effect.fn("projections verify")(function* ({ json, name }) {
    const { out } = yield* Output
    const building = yield* tellBuilding
    const tell = yield* progressTeller
    const verified = yield* (yield* ReadModels).verify(yield* known(name), (progress) =>
      progress._tag === "Built"
        ? building(progress.position)
        : tell(() => `Compared ${countOf(progress.rows, "row")} ...`),
    )
    const { differences, further, position, rows } = verified
    if (json) yield* resultJson(verified)
    else if (differences.length > 0)
      yield* result(table(differences.flatMap(differenceLines), differenceColumns, out))
    const found = differences.length + further
    const place = `${countOf(rows, "row")} at position ${position || "-"}`
    if (found === 0) return yield* note(`${name} is as the log says: ${place}, no difference.`)
    const listed = further === 0 ? "" : ` The first ${differences.length} are listed.`
    yield* note(`${name} differs from the log in ${found} of ${place}.${listed}`)
    yield* note(`Mend it with: flightlog projections rebuild ${name}`)
    return yield* new EndWith({ exit: EXIT.refused })
  }, onStore),
).pipe(
  Command.withDescription(
    "Builds a projection anew aside and compares it row by row with the one that is read, both at one position, while " +
      "reading and feeding go on. Nothing is changed. Exit code 1 tells that they differ.",
  ),
  Command.withShortDescription("Compare one, row by row, with what the log says"),
  Command.withExamples([{ command: "flightlog projections verify managed-devices" }]),
)

/** `flightlog projections ...` */
export const projections = Command.make(
  "projections",
  { json: jsonFlag },
  Effect.fn("projections")(function* ({ json }) {
    const all = yield* statusNow
    const feeder = yield* (yield* ReadModels).feeder
    if (json) yield* resultJson(all)
    else yield* result(table(all, projectionColumns, (yield* Output).out))
    yield* note(feederText(feeder))
    const stopped = all.filter(({ state }) => state === "stopped")
    if (stopped.length === 0) return
    yield* note(
      "A stopped projection lost nothing: mend what the reason names, then start Flightlog again, and it goes on where it stood.",
    )
    return yield* new EndWith({ exit: EXIT.refused })
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells how the lists follow the log: where each stands, how far it is behind, and what stopped it. Exit code 1 tells " +
      "that one is stopped.",
  ),
  Command.withShortDescription("How the lists follow the log; rebuild and verify them"),
  Command.withSubcommands([rebuild, verify]),
)
