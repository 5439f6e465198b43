import { Effect, Option, Result } from "effect"
import { Command, Flag } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { type Draft, json as findingsJson, pretty } from "#workflows/language"
import {
  allPaths,
  type Course,
  readCourse,
  readDevice,
  simulate as simulateCourse,
  walk,
} from "#workflows/tools"
import { CliRefusal, EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { readText } from "../../files.ts"
import { jsonFlag } from "../../json-flag.ts"
import { note, Output, result, resultJson } from "../../output.ts"
import { styleOf } from "../../print/colour.ts"
import { traceText } from "../../print/trace.ts"
import { converse } from "./dialogue.ts"
import { baseFlag, cannotBegin, fileArgument, readDraft } from "./draft.ts"

const eventsFlag = Flag.String("events").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "What happens, as YAML or JSON: a list of steps, or device and steps. - reads it from stdin",
  ),
  Flag.optional,
)

const seedFlag = Flag.Int("seed").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Goes a random way; the same number goes the same way"),
  Flag.optional,
)

const allPathsFlag = Flag.Boolean("all-paths").pipe(
  Flag.withDescription("Shows the shortest way to every outcome"),
  Flag.withDefault(false),
)

const deviceFlag = Flag.KeyValuePair("device").pipe(
  Flag.withMetavar("KEY=VALUE"),
  Flag.withDescription(
    "What the device is, such as manufacturer=Fabrikam or begunBy=technician; may be repeated",
  ),
  Flag.withDefault({}),
)

const deviceOf = (given: Readonly<Record<string, string>>) =>
  Effect.fromResult(readDevice(given)).pipe(
    Effect.mapError(
      (what) =>
        new CliRefusal({
          code: "device-invalid",
          what,
          where: "--device",
          remedy: "Name each key once, with a value that it takes.",
          exit: EXIT.usage,
        }),
    ),
  )

/** Reads what is to happen; mistakes in it are told like those in a profile. */
const courseOf = Effect.fnUntraced(function* (path: string, json: boolean) {
  const source = { file: path === "-" ? "stdin" : path, text: yield* readText(path) }
  const course = readCourse(source)
  if (Result.isSuccess(course)) return course.success
  const { err } = yield* Output
  if (json) yield* result(findingsJson(course.failure).trimEnd())
  else yield* note(pretty(course.failure, { sources: [source], colour: err.colour }).trimEnd())
  return yield* new EndWith({ exit: EXIT.refused })
})

const NO_DIALOGUE = new CliRefusal({
  code: "nothing-to-simulate",
  what: "--json has nothing to print: it is not said what is to happen.",
  where: "--json",
  remedy: "Add --events FILE, --seed N or --all-paths; step by step there is no JSON.",
  exit: EXIT.usage,
})

const oneWay = (ways: ReadonlyArray<string>) =>
  new CliRefusal({
    code: "ways-contradict",
    what: `${ways.join(" and ")} are different ways to try a profile out.`,
    where: ways.join(", "),
    remedy: "Take one of them.",
    exit: EXIT.usage,
  })

const showAllPaths = Effect.fnUntraced(function* (draft: Draft, json: boolean) {
  const ways = allPaths(draft)
  const { out } = yield* Output
  if (json) return yield* resultJson(ways)
  const titled = ways.map(({ trace }) => {
    const title = styleOf(out).strong(`The shortest way to "${trace.states.join('", "')}":`)
    return `${title}\n${traceText(trace, out)}`
  })
  yield* result(titled.join("\n\n"))
})

/** `flightlog profile simulate FILE` */
export const simulate = Command.make(
  "simulate",
  {
    file: fileArgument,
    base: baseFlag,
    events: eventsFlag,
    seed: seedFlag,
    allPaths: allPathsFlag,
    device: deviceFlag,
    json: jsonFlag,
  },
  Effect.fn("profile simulate")(function* ({ allPaths: all, base, device: given, events, file, json, seed }) {
    const ways = [
      ...(Option.isSome(events) ? ["--events"] : []),
      ...(Option.isSome(seed) ? ["--seed"] : []),
      ...(all ? ["--all-paths"] : []),
    ]
    if (ways.length > 1) return yield* oneWay(ways)
    const device = yield* deviceOf(given)
    const draft = yield* readDraft(file, { base, json })
    if (all) return yield* showAllPaths(draft, json)
    if (Option.isNone(events) && Option.isNone(seed))
      return yield* json ? NO_DIALOGUE : converse(draft, device)
    const withDevice = (course: Course) => ({ ...course, device: { ...course.device, ...device } })
    const tried = Option.isSome(events)
      ? simulateCourse(draft, withDevice(yield* courseOf(events.value, json)))
      : walk(
          draft,
          Option.getOrElse(seed, () => 1),
          device,
        )
    if (Result.isFailure(tried)) return yield* cannotBegin(tried.failure.message)
    const { trace } = tried.success
    const { out } = yield* Output
    if (json) yield* resultJson(tried.success)
    else yield* result(traceText(trace, out))
    if (trace.steps.some(({ declined }) => declined !== null))
      return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Tries a profile out on a device that is not there: events in, trace out. The clock is virtual: a wait of a day takes " +
      "no time. Without --events, --seed and --all-paths it asks, step by step. Ends with 1 if something that was to happen was declined.",
  ),
  Command.withShortDescription("Try a profile out, event by event"),
  Command.withExamples([
    { command: "flightlog profile simulate sales.yaml", description: "Step by step" },
    { command: "flightlog profile simulate sales.yaml --events course.yaml" },
    { command: "flightlog profile simulate sales.yaml --seed 7 --json" },
    { command: "flightlog profile simulate sales.yaml --all-paths" },
  ]),
)
