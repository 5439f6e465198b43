import { Effect, Result, Schema, Stdio, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { applyPlan, hasChanges, Plan } from "#workflows/rollout"
import { CliRefusal } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { readText } from "../../files.ts"
import { jsonFlag } from "../../json-flag.ts"
import { note, Output, progress, result, resultJson } from "../../output.ts"
import { documentCalled } from "../../print/document.ts"
import { planText } from "../../print/plan.ts"
import { settled } from "../../settle.ts"
import { onStore } from "../../store.ts"
import { tenantCaller } from "../../tenant.ts"
import { detailFlag, planOf, pruneFlag } from "./plan.ts"

const notAPlan = (path: string, why: string) =>
  new CliRefusal({
    code: "not-a-plan",
    what: `${JSON.stringify(path)} is not a plan of this version of Flightlog: ${why}.`,
    where: path,
    remedy: "Write one: flightlog profile plan FILE... --out plan.json",
    exit: EXIT.refused,
  })

const decodePlan = Schema.decodeUnknownResult(Schema.fromJsonString(Plan))

const readPlan = Effect.fnUntraced(function* (path: string) {
  const decoded = decodePlan(yield* readText(path))
  if (Result.isSuccess(decoded)) return decoded.success
  return yield* notAPlan(path, decoded.failure.message.replaceAll(/\s+/g, " "))
})

const isPlan = (path: string): boolean => path.endsWith(".json")

const notAlone = (path: string) =>
  new CliRefusal({
    code: "plan-not-alone",
    what: `${JSON.stringify(path)} is a plan: it is carried out alone, as it was written down.`,
    where: path,
    remedy:
      "Apply it without other files and without --prune; or give profiles only, and a plan is made of them.",
    exit: EXIT.usage,
  })

const firstLine = Effect.gen(function* () {
  const lines = (yield* Stdio.Stdio).stdin.pipe(Stream.decodeText(), Stream.splitLines, Stream.take(1))
  const [line = ""] = yield* Effect.orElseSucceed(Stream.runCollect(lines), () => [])
  return line.trim().toLowerCase()
})

const notConfirmed = () =>
  new CliRefusal({
    code: "not-confirmed",
    what: "Nothing was applied: the plan was not confirmed.",
    where: null,
    remedy: "Answer yes, or add --yes where nobody can answer.",
    exit: EXIT.refused,
  })

const confirmed = Effect.fnUntraced(function* (yes: boolean) {
  if (yes) return
  yield* note("\nApply this plan? Only yes applies it.")
  const answer = yield* firstLine
  if (answer !== "yes" && answer !== "y") return yield* notConfirmed()
})

/** The plan that is to be carried out: one that was written down and looked at, or one made and shown now. */
const chosenPlan = Effect.fnUntraced(function* (
  files: ReadonlyArray<string>,
  { detail, json, prune, yes }: Record<"detail" | "json" | "prune" | "yes", boolean>,
) {
  const written = files.find(isPlan)
  if (written !== undefined) return yield* files.length > 1 || prune ? notAlone(written) : readPlan(written)
  const made = yield* planOf(files, { json, prune })
  if (!hasChanges(made)) return made
  yield* note(planText(made, (yield* Output).err, { detail }))
  yield* confirmed(yes)
  return made
})

const DONE = {
  new: "published",
  changed: "published",
  retired: "retired",
  unchanged: "left as it is",
} as const

/** `flightlog profile apply PLAN.json`, `flightlog profile apply FILE...` */
export const apply = Command.make(
  "apply",
  {
    files: Argument.String("files").pipe(
      Argument.withMetavar("PLAN.json|FILE..."),
      Argument.withDescription(
        "A plan that was written down, or profiles: then the plan is shown and asked for",
      ),
      Argument.variadic({ min: 1 }),
    ),
    prune: pruneFlag,
    yes: Flag.Boolean("yes").pipe(
      Flag.withDescription("Do not ask; a plan that was written down is never asked for"),
      Flag.withDefault(false),
    ),
    detail: detailFlag,
    json: jsonFlag,
  },
  Effect.fn("profile apply")(function* ({ files, ...flags }) {
    const plan = yield* chosenPlan(files, flags)
    const caller = yield* tenantCaller
    yield* progress("Applying, and giving devices their profiles ...")
    const { applied } = yield* settled(applyPlan(plan, caller))
    yield* progress("")
    if (flags.json) return yield* resultJson({ applied })
    if (applied.length === 0) return yield* result("Everything is as the plan says already; nothing changed.")
    for (const { document, kind, name, to } of applied)
      yield* result(
        `${documentCalled(document)} ${JSON.stringify(name)}${to === null ? "" : ` version ${to}`} is ${DONE[kind]}.`,
      )
  }, onStore),
).pipe(
  Command.withDescription(
    "Carries out a plan: exactly what it says, or nothing where the store has moved since and it would mean something else. " +
      "With profiles instead of a plan, the plan is made, shown and asked for. A plan that was cut off is carried on by " +
      "applying it again.",
  ),
  Command.withShortDescription("Carry out a plan, exactly or not at all"),
  Command.withExamples([
    { command: "flightlog profile apply plan.json" },
    { command: "flightlog profile apply profiles/ --prune --yes" },
  ]),
)
