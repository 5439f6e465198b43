import { Effect } from "effect"
import { CheckReport, modelChecks, toldFindings } from "#workflows/tools"
import { json } from "../../exchange/reply.ts"
import { profileFiles } from "./bodies.ts"
import { exploring } from "./exploring.ts"
import { FindingsFormat, findingsReply } from "./findings-format.ts"
import { toolRoute } from "./tool-route.ts"

export const check = toolRoute({
  path: "/api/profiles/check",
  summary: "Prove that no device can be stranded under a profile, or show by a course of events how one can",
  description:
    "The first file is explored; the others are what it may extend. Each finding that can be shown has a course that /api/profiles/simulate takes.",
  query: FindingsFormat,
  body: profileFiles,
  answers: [{ status: 200, description: "Findings, and what the exploration came to.", schema: CheckReport }],
  handle: Effect.fnUntraced(function* ({ bases, body: { files }, query: { format = "json" } }) {
    const report = yield* exploring("check", files, { answer: CheckReport, bases })
    return format === "json" ? json(200, report) : findingsReply(toldFindings(report), format, modelChecks)
  }),
})
