import { Effect, Schema } from "effect"
import { Refusal } from "#domain/kernel"
import { ShippedProfiles } from "#workflows/ports"
import { isCaseFile, junit, TestReport } from "#workflows/tools"
import { json, type Reply } from "../../exchange/reply.ts"
import { filesAnd, filesAndBody } from "./bodies.ts"
import { exploring } from "./exploring.ts"
import { toolRoute } from "./tool-route.ts"

const Percent = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))

const Body = filesAnd({
  minCoverage: Schema.optionalKey(
    Percent.annotate({
      description: "The least percent of states and of transitions for the report to be good.",
    }),
  ),
}).annotate({ identifier: "ProfileTest" })

const noCases = () =>
  new Refusal({
    kind: "unprocessable",
    code: "no-cases",
    what: "None of the files holds cases: no name ends with .test.yaml.",
    remedy: "Send files of cases with their profiles, such as sales.test.yaml and sales.yaml.",
  })

const xml = (body: string): Reply => ({
  status: 200,
  headers: { "Content-Type": "application/xml; charset=utf-8" },
  body,
})

export const test = toolRoute({
  path: "/api/profiles/test",
  summary: "Run given/when/then cases on profiles; what failed, and what no case comes to",
  description:
    "Files whose names end with .test.yaml hold cases; each is for the profile of the same name beside it, or for the one it names.",
  query: Schema.Struct({
    format: Schema.optionalKey(
      Schema.Literals(["json", "junit"]).annotate({
        description: "junit: XML for build servers. Without it, json.",
      }),
    ),
  }),
  body: filesAndBody(Body),
  answers: [
    { status: 200, description: "File by file; JUnit comes as application/xml.", schema: TestReport },
  ],
  handle: Effect.fnUntraced(function* ({ bases, body: { files, minCoverage }, query: { format = "json" } }) {
    if (!files.some(({ file }) => isCaseFile(file))) return yield* noCases()
    const { cases: shippedCases } = yield* ShippedProfiles
    const report = yield* exploring("test", files, { answer: TestReport, bases, minCoverage, shippedCases })
    return format === "junit" ? xml(junit(report)) : json(200, report)
  }),
})
