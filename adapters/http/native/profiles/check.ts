import { Effect } from "effect"
import { CheckReport, check as checkFile } from "#workflows/tools"
import { json } from "../../exchange/reply.ts"
import { Nothing } from "../../given/routes.ts"
import { profileFiles, UNNAMED } from "./bodies.ts"
import { toolRoute } from "./tool-route.ts"

export const check = toolRoute({
  path: "/api/profiles/check",
  summary: "Prove that no device can be stranded under a profile, or show by a course of events how one can",
  description:
    "The first file is explored; the others are what it may extend. Each finding that can be shown has a course that /api/profiles/simulate takes.",
  query: Nothing,
  body: profileFiles,
  answers: [{ status: 200, description: "Findings, and what the exploration came to.", schema: CheckReport }],
  handle: ({ bases, body: { files } }) =>
    Effect.sync(() => {
      const [subject = { file: UNNAMED, text: "" }, ...others] = files
      return json(200, checkFile(subject, { bases: [...others, ...bases] }))
    }),
})
