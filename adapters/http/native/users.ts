import { Effect, Schema } from "effect"
import { INTUNE_LICENCE } from "#domain/device"
import { addUser, changeLicence } from "#workflows/commands"
import { jsonBody, noBody } from "../exchange/body.ts"
import { json, noContent, writtenAt } from "../exchange/reply.ts"
import { Nothing, writeRoute } from "../given/routes.ts"
import { text, UserName } from "./words.ts"

const add = writeRoute({
  method: "POST",
  path: "/api/users",
  face: "native",
  tag: "Users",
  summary: "Add a user to the tenant's directory",
  params: Nothing,
  body: jsonBody(Schema.Struct({ userPrincipalName: UserName, displayName: Schema.optionalKey(text(256)) })),
  answers: [
    {
      status: 201,
      description: "In the directory.",
      schema: Schema.Struct({ userPrincipalName: Schema.String }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body: { displayName = null, userPrincipalName }, caller }) {
    const answer = yield* addUser({ upn: userPrincipalName, displayName }, caller)
    return json(201, { userPrincipalName: userPrincipalName.toLowerCase() }, writtenAt(answer))
  }),
})

const Licence = text(64)

const assign = writeRoute({
  method: "POST",
  path: "/api/users/{userPrincipalName}/licences",
  face: "native",
  tag: "Users",
  summary: "Assign a licence to a user",
  params: Schema.Struct({ userPrincipalName: UserName }),
  body: jsonBody(
    Schema.Struct({
      /** Without one, the licence that enrolment asks for. */
      licence: Schema.optionalKey(Licence),
    }),
    { optional: true },
  ),
  answers: [{ status: 204, description: "The user has the licence.", schema: null }],
  handle: Effect.fnUntraced(function* ({ body: { licence = INTUNE_LICENCE }, caller, params }) {
    const change = { type: "AssignLicence", upn: params.userPrincipalName, licence } as const
    return noContent(writtenAt(yield* changeLicence(change, caller)))
  }),
})

const remove = writeRoute({
  method: "DELETE",
  path: "/api/users/{userPrincipalName}/licences/{licence}",
  face: "native",
  tag: "Users",
  summary: "Remove a licence from a user",
  params: Schema.Struct({ userPrincipalName: UserName, licence: Licence }),
  body: noBody,
  answers: [{ status: 204, description: "The user does not have the licence.", schema: null }],
  handle: Effect.fnUntraced(function* ({ caller, params: { licence, userPrincipalName } }) {
    const change = { type: "RemoveLicence", upn: userPrincipalName, licence } as const
    return noContent(writtenAt(yield* changeLicence(change, caller)))
  }),
})

export const userRoutes = [add, assign, remove]
