import { Effect, Schema } from "effect"
import { Finding, lint as lintFiles } from "#workflows/language"
import { json } from "../../exchange/reply.ts"
import { profileFiles } from "./bodies.ts"
import { FindingsFormat, findingsReply } from "./findings-format.ts"
import { toolRoute } from "./tool-route.ts"

export const lint = toolRoute({
  path: "/api/profiles/lint",
  summary: "Check profiles: everything that is wrong with them at once, with line, column and how to mend it",
  query: FindingsFormat,
  body: profileFiles,
  answers: [
    {
      status: 200,
      description: "What was found, file by file; none where nothing is wrong.",
      schema: Schema.Array(Finding),
    },
  ],
  handle: ({ bases, body: { files }, query: { format = "json" } }) =>
    Effect.sync(() => {
      const findings = lintFiles(files, { bases })
      return format === "json" ? json(200, findings) : findingsReply(findings, format)
    }),
})
