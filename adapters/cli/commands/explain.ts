import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { explainAttempt } from "#workflows/audit"
import { deviceArgument, theDevice } from "../device.ts"
import { jsonFlag } from "../json-flag.ts"
import { Output, result, resultJson } from "../output.ts"
import { explanationFields } from "../print/explanation.ts"
import { fields } from "../print/fields.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

/** `flightlog explain DEVICE` */
export const explain = Command.make(
  "explain",
  {
    device: deviceArgument,
    attempt: Flag.Int("attempt").pipe(
      Flag.withMetavar("N"),
      Flag.withDescription("Which attempt; without it, the last one"),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("explain")(function* ({ attempt, device, json }) {
    const { id } = yield* theTenant
    const deviceId = yield* theDevice(id, device)
    const explanation = yield* explainAttempt(deviceId, id, Option.getOrNull(attempt))
    if (json) return yield* resultJson(explanation)
    yield* result(fields(explanationFields(explanation), (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Explains a deployment attempt: where it is, what it waits for, since when and until when. After a failure: from the " +
      "phase to the item, its code, the setting that made it blocking, what the code means and what to do.",
  ),
  Command.withShortDescription("Explain where a deployment is, and what went wrong"),
  Command.withExamples([
    { command: "flightlog explain CTS-0000001" },
    { command: "flightlog explain CTS-0000001 --attempt 1", description: "An earlier attempt, as it ended" },
  ]),
)
