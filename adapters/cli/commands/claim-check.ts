import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { checkClaim } from "#workflows/commands"
import { EndWith } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { result, resultJson } from "../output.ts"
import { caughtUp, onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"
import { hashIn, summaryOf } from "./hash.ts"

/** `flightlog claim-check FILE` */
export const claimCheck = Command.make(
  "claim-check",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE|-"),
      Argument.withDescription("File with the device's 4K hardware hash; - reads it from stdin"),
    ),
    json: jsonFlag,
  },
  Effect.fn("claim-check")(function* ({ file, json }) {
    const { report } = yield* hashIn(file)
    const hardware = yield* summaryOf(file, report)
    const caller = yield* tenantCaller
    // What was asked before counts against the limit.
    yield* caughtUp
    const { claimable, says } = yield* checkClaim(hardware, caller)
    yield* json ? resultJson({ claimable, says }) : result(says)
    if (!claimable) return yield* new EndWith({ exit: EXIT.refused })
  }, onStore),
).pipe(
  Command.withDescription(
    "Asks whether this tenant could register a device, without registering it: yes (exit code 0) or no (1), and nothing " +
      "else, whoever has the device. Takes its whole hash. Limited and recorded.",
  ),
  Command.withShortDescription("Ask whether a device could be registered"),
  Command.withExamples([{ command: "flightlog claim-check hash.txt" }]),
)
