import { Effect, Result, Schema } from "effect"
import { decodeHash, match, ShownVerdict, shownVerdict, summarise } from "#domain/hardware"
import { jsonBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import { route } from "../exchange/route.ts"
import { Nothing } from "../given/routes.ts"

const Captures = Schema.Struct({
  before: Schema.String.annotate({ description: "The earlier 4K hardware hash: 4000 Base64 characters." }),
  after: Schema.String.annotate({ description: "The later one." }),
})

/** What a hash says, or a refusal that names which of the two it is about. */
const hardwareIn = (path: keyof typeof Captures.Type, hash: string) =>
  Effect.fromResult(Result.flatMap(decodeHash(hash), ({ report }) => summarise(report))).pipe(
    Effect.mapError(
      ({ remedy, what }) =>
        new RequestRefused({
          status: 422,
          code: "hash-unusable",
          what: `"${path}": ${what}`,
          remedy,
          mistakes: [{ in: "body", path, detail: what }],
        }),
    ),
  )

const compare = route({
  method: "POST",
  path: "/api/hardware/match",
  face: "native",
  tag: "Hardware",
  summary: "Tell whether two hardware hashes are one device, and why",
  description:
    "Compares what the hashes say, as a registration does. Nothing is stored, and no hash is ever shown again.",
  params: Nothing,
  query: Nothing,
  body: jsonBody(Captures),
  answers: [
    {
      status: 200,
      description: "same, changed (still this device), replaced (needs a new registration) or different.",
      schema: ShownVerdict.annotate({ identifier: "HardwareVerdict" }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body }) {
    const before = yield* hardwareIn("before", body.before)
    const after = yield* hardwareIn("after", body.after)
    return json(200, shownVerdict(match(before, after)))
  }),
})

export const hardwareRoutes = [compare]
