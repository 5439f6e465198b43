import { Effect, Result, Schema } from "effect"
import { decodeHash, summarise } from "#domain/hardware"
import { CHECKS_PER_MINUTE, listClaimChecks } from "#projections/claim-checks"
import { checkClaim } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"
import { POSITION_HEADER } from "../given/wait.ts"

const check = writeRoute({
  method: "POST",
  path: "/api/claim-checks",
  face: "native",
  tag: "Devices",
  summary: "Ask whether this tenant could register a device: yes or no, and nothing else",
  description: `Takes the full hash, which only somebody has who has the machine. The answer is the same whoever has the device. At most ${CHECKS_PER_MINUTE} a minute; each is recorded.`,
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      hash: Schema.String.annotate({ description: "The 4K hardware hash: 4000 Base64 characters." }),
    }),
  ),
  answers: [
    {
      status: 200,
      description: "Yes or no.",
      schema: Schema.Struct({ claimable: Schema.Boolean, says: Schema.String }).annotate({
        identifier: "ClaimCheck",
      }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body: { hash }, caller }) {
    const hardware = yield* Effect.fromResult(
      Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
    )
    const { position, ...answer } = yield* checkClaim(hardware, caller)
    return json(200, answer, { [POSITION_HEADER]: position })
  }),
})

/** How many checks one answer lists. */
const LISTED = 1000

const list = readRoute({
  path: "/api/claim-checks",
  face: "native",
  tag: "Devices",
  summary: "List what this tenant asked about, and what it was answered",
  params: Nothing,
  query: Nothing,
  answers: [
    {
      status: 200,
      description: `The newest first, at most ${LISTED}.`,
      schema: Schema.Array(
        Schema.Struct({
          position: Schema.String,
          at: Schema.String,
          /** Of the capture; it names no machine. */
          fingerprint: Schema.String,
          claimable: Schema.Boolean,
          askedBy: Schema.String,
          askedByName: Schema.NullOr(Schema.String),
        }),
      ),
    },
  ],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listClaimChecks(tenant.id, LISTED))
  }),
})

export const claimCheckRoutes = [check, list]
