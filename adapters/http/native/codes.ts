import { Effect, Schema } from "effect"
import { CODE_CONTEXTS, CODES, findCodes } from "#domain/codes"
import { Refusal } from "#domain/kernel"
import { noBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { route } from "../exchange/route.ts"
import { Nothing } from "../given/routes.ts"
import { text } from "./words.ts"

const Context = Schema.Literals(CODE_CONTEXTS)

const Code = Schema.Struct({
  /** Where it is met: the same number means different things in different places. */
  context: Context,
  /** `806`, `0x80180018`; null where the error has a name only. */
  code: Schema.NullOr(Schema.String),
  name: Schema.String,
  meaning: Schema.String,
  cure: Schema.String,
  alsoCalled: Schema.optionalKey(Schema.Array(Schema.String)),
}).annotate({ identifier: "Code" })

const Codes = Schema.Array(Code)

const unknown = (code: string) =>
  new Refusal({
    kind: "unknown",
    code: "code-unknown",
    what: `No error is known by ${JSON.stringify(code)}.`,
    remedy: "GET /api/codes lists all that are known; Windows has others.",
  })

const all = route({
  method: "GET",
  path: "/api/codes",
  face: "native",
  tag: "Codes",
  summary: "Every known error code, with its meaning and cure",
  params: Nothing,
  query: Schema.Struct({ context: Schema.optionalKey(Context) }),
  body: noBody,
  answers: [{ status: 200, description: "The catalogue. The list is open.", schema: Codes }],
  handle: ({ query: { context } }) =>
    Effect.succeed(
      json(
        200,
        CODES.filter((entry) => context === undefined || entry.context === context),
      ),
    ),
})

const one = route({
  method: "GET",
  path: "/api/codes/{code}",
  face: "native",
  tag: "Codes",
  summary: "What a code or name means, in every place where it is met",
  params: Schema.Struct({ code: text(64) }),
  query: Nothing,
  body: noBody,
  answers: [{ status: 200, description: "One entry for each place.", schema: Codes }],
  handle: Effect.fnUntraced(function* ({ params: { code } }) {
    const found = findCodes(code)
    return found.length === 0 ? yield* unknown(code) : json(200, found)
  }),
})

export const codeRoutes = [all, one]
