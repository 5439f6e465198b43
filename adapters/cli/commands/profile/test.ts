import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { ShippedProfiles } from "#workflows/ports"
import { junit, testProfiles } from "#workflows/tools"
import { CliRefusal, EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { writeText } from "../../files.ts"
import { jsonFlag } from "../../json-flag.ts"
import { Output, progress, result, resultJson } from "../../output.ts"
import { testsText } from "../../print/tests.ts"
import { readCaseFiles } from "./case-files.ts"

const pathsArgument = Argument.String("paths").pipe(
  Argument.withMetavar("PATH..."),
  Argument.withDescription(
    "Files of cases (*.test.yaml), profiles with cases beside them, or directories of them",
  ),
  Argument.variadic({ min: 1 }),
)

const junitFlag = Flag.String("junit").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("Also writes the report as JUnit's XML, for build servers"),
  Flag.optional,
)

const minCoverageFlag = Flag.Int("min-coverage").pipe(
  Flag.withMetavar("PERCENT"),
  Flag.withDescription("Ends with 1 where cases cover less of the states or of the transitions of a profile"),
  Flag.optional,
)

const percentOf = Effect.fnUntraced(function* (given: Option.Option<number>) {
  const percent = Option.getOrNull(given)
  if (percent === null || (percent >= 0 && percent <= 100)) return percent
  return yield* new CliRefusal({
    code: "percent-invalid",
    what: `${percent} is no percentage.`,
    where: "--min-coverage",
    remedy: "Name a whole number from 0 to 100.",
    exit: EXIT.usage,
  })
})

/** `flightlog profile test PATH...` */
export const test = Command.make(
  "test",
  { paths: pathsArgument, minCoverage: minCoverageFlag, junit: junitFlag, json: jsonFlag },
  Effect.fn("profile test")(function* ({ json, junit: junitFile, minCoverage: least, paths }) {
    const minCoverage = yield* percentOf(least)
    const { files, tests } = yield* readCaseFiles(paths)
    const { cases: shippedCases, files: bases } = yield* ShippedProfiles
    yield* progress("Running cases ...")
    // Gives the line above a chance to be shown before the work begins.
    yield* Effect.yieldNow
    const report = testProfiles(tests, { files, bases, shippedCases, minCoverage })
    yield* progress("")
    if (Option.isSome(junitFile)) yield* writeText(junitFile.value, junit(report), "over")
    const { out } = yield* Output
    if (json) yield* resultJson(report)
    else yield* result(testsText(report, { screen: out, sources: [...files, ...bases] }))
    if (!report.good) return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Runs the cases that stand beside profiles: given what happened, when something happens, then the device is there. Shows " +
      "what was expected and what was found, and which states and transitions no case comes to. Needs no store. How cases are " +
      "written: docs/profiles/test.md.",
  ),
  Command.withShortDescription("Run the cases beside profiles"),
  Command.withExamples([
    { command: "flightlog profile test sales.test.yaml" },
    {
      command: "flightlog profile test profiles/ --min-coverage 100 --junit report.xml",
      description: "In a pipeline",
    },
  ]),
)
