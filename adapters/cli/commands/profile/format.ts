import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { CliRefusal } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { jsonFlag } from "../../json-flag.ts"

const FORMATS = ["text", "json", "sarif", "github"] as const
type Format = (typeof FORMATS)[number]

/** `--format` and `--json` of commands that tell findings. */
export const formatFlags = {
  format: Flag.Literals("format", FORMATS).pipe(
    Flag.withDescription(
      "How findings are printed: text for people (the default), json, sarif for code scanning, github for annotations of a change",
    ),
    Flag.optional,
  ),
  json: jsonFlag,
}

interface Asked {
  readonly format: Option.Option<Format>
  readonly json: boolean
}

const both = (format: Format) =>
  new CliRefusal({
    code: "usage",
    what: `--json and --format ${format} contradict each other.`,
    where: "--format",
    remedy: "Take one of the two away.",
    exit: EXIT.usage,
  })

/** How findings are to be printed. */
export const formatOf = Effect.fnUntraced(function* ({ format, json }: Asked) {
  if (!json) return Option.getOrElse(format, (): Format => "text")
  const other = Option.getOrElse(format, (): Format => "json")
  return other === "json" ? "json" : yield* both(other)
})
