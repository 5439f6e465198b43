import { Schema } from "effect"
import { text } from "./words.ts"

/** `{id}` and `{attempt}` in a path. */
export const AttemptOfDevice = Schema.Struct({
  id: text(64),
  attempt: Schema.String.check(
    Schema.isPattern(/^(latest|[1-9]\d{0,5})$/, {
      message: "Expected the number of an attempt, or latest",
    }),
  ),
})

/** The number of an attempt; null for the last one. */
export const attemptNumber = ({ attempt }: typeof AttemptOfDevice.Type): number | null =>
  attempt === "latest" ? null : Number(attempt)
