import { Effect } from "effect"
import { Command } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { explainFile } from "#workflows/tools"
import { jsonFlag } from "../../json-flag.ts"
import { Output, result, resultJson } from "../../output.ts"
import { explainedText } from "../../print/explained-profile.ts"
import { baseFlag, fileArgument, readFor } from "./draft.ts"

/** `flightlog profile explain FILE` */
export const explain = Command.make(
  "explain",
  { file: fileArgument, base: baseFlag, json: jsonFlag },
  Effect.fn("profile explain")(function* ({ base, file, json }) {
    const { explained } = yield* readFor(explainFile, file, { base, json })
    if (json) return yield* resultJson(explained)
    yield* result(explainedText(explained, (yield* Output).out))
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Tells in plain words what a profile or an Enrollment Status Page does: who gets it, what becomes of the device, what its user sees, what is waited " +
      "for and until when, what happens when something fails, and how it can end. Needs no store.",
  ),
  Command.withShortDescription("Tell in plain words what a profile does"),
  Command.withExamples([{ command: "flightlog profile explain sales.yaml" }]),
)
