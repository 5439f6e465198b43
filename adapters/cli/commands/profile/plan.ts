import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { type FileText, type Finding, pretty } from "#workflows/language"
import { hasChanges, plan as makePlan } from "#workflows/rollout"
import { EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { writeText } from "../../files.ts"
import { jsonFlag } from "../../json-flag.ts"
import { note, Output, progress, result, resultJson } from "../../output.ts"
import { planCounts, planText } from "../../print/plan.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { filesArgument, readProfiles } from "./files.ts"
import { tellingFindings } from "./refused.ts"

/** `--prune` */
export const pruneFlag = Flag.Boolean("prune").pipe(
  Flag.withDescription(
    "Retire published profiles and Enrollment Status Pages that no file names; otherwise only what says retired: true",
  ),
  Flag.withDefault(false),
)

/** `--detail` */
export const detailFlag = Flag.Boolean("detail").pipe(
  Flag.withDescription("Name every device, and what stays as it is; otherwise devices are counted"),
  Flag.withDefault(false),
)

const outFlag = Flag.String("out").pipe(
  Flag.withMetavar("PLAN.json"),
  Flag.withDescription("Write the plan down, for: flightlog profile apply PLAN.json"),
  Flag.optional,
)

/** Tells what is suspicious in files but no mistake, with its place. */
const warned = Effect.fnUntraced(function* (
  warnings: ReadonlyArray<Finding>,
  sources: ReadonlyArray<FileText>,
) {
  if (warnings.length === 0) return
  const { err } = yield* Output
  yield* note(`${pretty(warnings, { sources, colour: err.colour }).trimEnd()}\n`)
})

/** Makes a plan of the files that are named, and tells what is wrong with them where there can be none. */
export const planOf = Effect.fnUntraced(function* (
  files: ReadonlyArray<string>,
  { json, prune }: { readonly json: boolean; readonly prune: boolean },
) {
  const sources = yield* readProfiles(files)
  const { id } = yield* theTenant
  yield* progress("Comparing with what is published, device by device ...")
  const made = yield* makePlan(sources, id, { prune }).pipe(tellingFindings(sources, json))
  yield* progress("")
  if (!json) yield* warned(made.warnings, sources)
  return made
})

const writeDown = Effect.fnUntraced(function* (path: string, plan: unknown) {
  yield* writeText(path, `${JSON.stringify(plan, null, 2)}\n`, "over")
  yield* note(`Written to ${path}. Carry it out: flightlog profile apply ${path}`)
})

/** `flightlog profile plan FILE...` */
export const plan = Command.make(
  "plan",
  { files: filesArgument, prune: pruneFlag, out: outFlag, detail: detailFlag, json: jsonFlag },
  Effect.fn("profile plan")(function* ({ detail, files, json, out, prune }) {
    const made = yield* planOf(files, { json, prune })
    if (json) yield* resultJson(made)
    else if (hasChanges(made)) yield* result(planText(made, (yield* Output).out, { detail }))
    else yield* result(`Nothing would change: ${planCounts(made)}`)
    if (Option.isSome(out)) yield* writeDown(out.value, made)
    if (hasChanges(made)) return yield* new EndWith({ exit: EXIT.changes })
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells what publishing profiles would do, and changes nothing: which are new (+), changed (~) or retired (-), setting " +
      "by setting; which devices get another profile and why, which would strand, which deployments go on as they began. " +
      "Exit codes: 0 nothing would change, 1 the files have errors, 2 something would change.",
  ),
  Command.withShortDescription("Tell what publishing profiles would do, and to whom"),
  Command.withExamples([
    { command: "flightlog profile plan sales.yaml kiosk.yaml" },
    {
      command: "flightlog profile plan profiles/ --prune --out plan.json",
      description: "A directory that holds all profiles of the tenant, for a review before apply",
    },
  ]),
)
