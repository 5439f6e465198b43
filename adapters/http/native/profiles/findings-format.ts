import { Schema } from "effect"
import { type Check, type Finding, github, sarif } from "#workflows/language"
import type { Reply } from "../../exchange/reply.ts"

/** `format`: how findings are written. */
export const FindingsFormat = Schema.Struct({
  format: Schema.optionalKey(
    Schema.Literals(["json", "sarif", "github"]).annotate({
      description:
        "sarif for code scanning (application/sarif+json), github for annotations (text/plain). Without it, json.",
    }),
  ),
})

const WRITERS = {
  sarif: { mediaType: "application/sarif+json", write: sarif },
  github: { mediaType: "text/plain", write: github },
}

/** Findings in a notation of others. */
export const findingsReply = (
  findings: ReadonlyArray<Finding>,
  format: keyof typeof WRITERS,
  more: ReadonlyArray<Check> = [],
): Reply => {
  const { mediaType, write } = WRITERS[format]
  return {
    status: 200,
    headers: { "Content-Type": `${mediaType}; charset=utf-8` },
    body: write(findings, more),
  }
}
