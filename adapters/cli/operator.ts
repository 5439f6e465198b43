import { userInfo } from "node:os"
import { Effect, Option } from "effect"
import { deriveId } from "#domain/kernel"
import { Entropy, Keys } from "#workflows/ports"

const ofThisComputer = Effect.option(Effect.try(() => userInfo().username)).pipe(
  Effect.map(Option.filter((name) => name !== "")),
  Effect.map(Option.getOrElse(() => "operator")),
)

/** The person who typed the command, as the log names people: an id, and the name that is sealed under it. */
export const operator = Effect.gen(function* () {
  const actorName = yield* ofThisComputer
  const id = deriveId("subject", (yield* Keys).digest("operator", actorName))
  const key = deriveId("command key", Buffer.from((yield* Entropy).bytes(16)).toString("hex"))
  return { actor: { kind: "administrator", id }, actorName, key } as const
})
