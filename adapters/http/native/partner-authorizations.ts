import { Effect, Schema } from "effect"
import { type Timestamp, timestampOf } from "#domain/kernel"
import { PartnerAct, PartnerKind } from "#domain/partner"
import {
  listAuthorizations,
  PartnerAuthorization,
  PerformedAct,
  partnerActs,
  partnerAuthorization,
} from "#projections/partners"
import {
  type Answer,
  grantAuthorization,
  refuseAuthorization,
  requestAuthorization,
  revokeAuthorization,
} from "#workflows/commands"
import { type BodyReader, jsonBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import { administratorRoute, Nothing, partnerRoute, readRoute, writeRoute } from "../given/routes.ts"
import { lookTwice, settle } from "../given/wait.ts"
import { text } from "./words.ts"

const PartnerId = text(64)
const Tag = text(128)
const MOST = 100

const Moment = Schema.String.check(
  Schema.makeFilter((given) => /T.*(Z|[+-]\d{2}:\d{2})$/.test(given) && !Number.isNaN(Date.parse(given)), {
    expected: "a time with its zone such as 2027-01-31T00:00:00Z",
  }),
)

const momentOf = (given: string): Timestamp => timestampOf(Date.parse(given))

const Scope = Schema.Struct({
  acts: Schema.Array(PartnerAct).check(Schema.isMaxLength(2)),
  /** The tags of the devices that it is for; left out, or null, for devices of any tag. */
  groupTags: Schema.optionalKey(Schema.NullOr(Schema.Array(Tag).check(Schema.isMaxLength(MOST)))),
})

const scopeOf = ({ acts, groupTags = null }: typeof Scope.Type) => ({ acts, groupTags })

const unknown = (authorizationId: string) =>
  new RequestRefused({
    status: 404,
    code: "authorization-unknown",
    what: `No partner asked this tenant for an authorization ${JSON.stringify(authorizationId)}.`,
    remedy: "GET /api/partner-authorizations lists them.",
  })

/** An authorization of a tenant by its id; one that was asked for just now is waited for. */
const authorization = Effect.fnUntraced(function* (tenantId: string, authorizationId: string) {
  const found = yield* lookTwice(partnerAuthorization(tenantId, authorizationId))
  return found ?? (yield* unknown(authorizationId))
})

const request = partnerRoute({
  method: "POST",
  path: "/api/partner-authorizations",
  face: "native",
  tag: "Partners",
  summary: "Ask a tenant to let this partner register or deregister devices",
  description:
    "It holds from the moment a Global Administrator of the tenant grants it. Whoever asks again takes the open request back.",
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      name: text(100),
      kind: PartnerKind,
      /** The indirect providers who may act through this indirect reseller. */
      providers: Schema.optionalKey(Schema.Array(PartnerId).check(Schema.isMaxLength(MOST))),
      scope: Scope,
      until: Moment,
    }),
  ),
  answers: [
    {
      status: 201,
      description: "Asked for; it waits for an answer.",
      schema: Schema.Struct({ authorizationId: Schema.String }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const { providers = [], scope, until, ...asked } = body
    const answer = yield* requestAuthorization(
      { ...asked, providers, scope: scopeOf(scope), until: momentOf(until) },
      caller,
    )
    return json(201, { authorizationId: answer.authorizationId }, writtenAt(answer))
  }),
})

const Id = Schema.Struct({ authorizationId: text(64) })

/** The answer of a tenant: what became of the authorization. */
const answered = Effect.fnUntraced(function* (answer: Answer, tenantId: string, authorizationId: string) {
  yield* settle(answer.position)
  return json(200, yield* authorization(tenantId, authorizationId), writtenAt(answer))
})

const about = (act: string, summary: string) => ({
  method: "POST" as const,
  path: `/api/partner-authorizations/{authorizationId}/${act}`,
  face: "native" as const,
  tag: "Partners",
  summary,
  params: Id,
  answers: [{ status: 200, description: "What it is now.", schema: PartnerAuthorization }],
})

const grant = administratorRoute({
  ...about("grant", "Grant what a partner asked for, or less: Global Administrators only"),
  body: jsonBody(Schema.Struct({ scope: Schema.optionalKey(Scope), until: Schema.optionalKey(Moment) }), {
    optional: true,
  }),
  handle: Effect.fnUntraced(function* ({ body: { scope, until }, caller, params: { authorizationId } }) {
    const { partnerId } = yield* authorization(caller.tenantId, authorizationId)
    const granted = {
      scope: scope === undefined ? null : scopeOf(scope),
      until: until === undefined ? null : momentOf(until),
    }
    const answer = yield* grantAuthorization({ partnerId, authorizationId, ...granted }, caller)
    return yield* answered(answer, caller.tenantId, authorizationId)
  }),
})

const Reason = Schema.Struct({ reason: text(256) })
const reasonBody: BodyReader<typeof Reason.Type> = jsonBody(Reason)

const ending = (act: "refuse" | "revoke", summary: string, end: typeof revokeAuthorization) =>
  writeRoute({
    ...about(act, summary),
    body: reasonBody,
    handle: Effect.fnUntraced(function* ({ body, caller, params: { authorizationId } }) {
      const { partnerId } = yield* authorization(caller.tenantId, authorizationId)
      const answer = yield* end({ partnerId, authorizationId }, body.reason, caller)
      return yield* answered(answer, caller.tenantId, authorizationId)
    }),
  })

const list = readRoute({
  path: "/api/partner-authorizations",
  face: "native",
  tag: "Partners",
  summary: "List what partners asked for, and what became of it",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "The newest first.", schema: Schema.Array(PartnerAuthorization) }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listAuthorizations(tenant.id))
  }),
})

/** How many acts one answer lists. */
const LISTED = 1000

const acts = readRoute({
  path: "/api/partners/{partnerId}/acts",
  face: "native",
  tag: "Partners",
  summary: "Everything that a partner did in the tenant, or others did by its grant",
  params: Schema.Struct({ partnerId: PartnerId }),
  query: Nothing,
  answers: [
    {
      status: 200,
      description: `The newest first, at most ${LISTED}.`,
      schema: Schema.Array(PerformedAct),
    },
  ],
  handle: Effect.fnUntraced(function* ({ params: { partnerId }, tenant }) {
    return json(200, yield* partnerActs(tenant.id, partnerId, LISTED))
  }),
})

export const partnerRoutes = [
  request,
  list,
  grant,
  ending("refuse", "Refuse what a partner asked for", refuseAuthorization),
  ending("revoke", "Take a grant back; what was done under it stays", revokeAuthorization),
  acts,
]
