import { Effect } from "effect"
import { Argument } from "effect/cli"
import { CliRefusal } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"

/** `NAME`: a published profile. */
export const nameArgument = Argument.String("name").pipe(
  Argument.withMetavar("NAME"),
  Argument.withDescription("Name of a published profile"),
)

const notAVersion = (text: string) =>
  new CliRefusal({
    code: "version-invalid",
    what: `${JSON.stringify(text)} is not a version.`,
    where: "VERSION",
    remedy: "Write its number, such as 3 or v3: flightlog profile history NAME lists them.",
    exit: EXIT.usage,
  })

/** A version as people write it: `3` or `v3`. */
export const readVersion = Effect.fnUntraced(function* (text: string) {
  const digits = /^v?([1-9]\d{0,8})$/.exec(text.trim())?.[1]
  return digits === undefined ? yield* notAVersion(text) : Number(digits)
})
