import { Effect, Schema } from "effect"
import type { Answer, TenantCaller } from "#workflows/commands"
import type { BodyReader } from "../exchange/body.ts"
import { noContent, writtenAt } from "../exchange/reply.ts"
import type { Route } from "../exchange/route.ts"
import { writeRoute } from "../given/routes.ts"
import { settle } from "../given/wait.ts"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"
import type { Version } from "./properties.ts"

/** A command on a device, by its id. */
export type Order = (deviceId: string, caller: TenantCaller) => Effect.Effect<Answer, ApiError, HttpServices>

/** An action on one entity: the commands that it comes to, in order. */
export interface Action<B> {
  /** Null for the deletion of the entity itself. */
  readonly name: string | null
  readonly summary: string
  readonly body: BodyReader<B>
  readonly ordersOf: (body: B) => ReadonlyArray<Order>
}

/** What an action is on: its collection, and the device that an entity of it stands for. */
export interface ActedOn {
  readonly segment: string
  /** Fails for an id that the tenant does not have. */
  readonly deviceOf: (id: string, tenantId: string) => Effect.Effect<string, ApiError, HttpServices>
}

/** The route of an action. Source: Microsoft Graph; every action answers 204 without a body. */
export const actionRoute = <B>(
  { body, name, ordersOf, summary }: Action<B>,
  version: Version,
  { deviceOf, segment }: ActedOn,
): Route => {
  const entity = `/${version}/deviceManagement/${segment}/{id}`
  return writeRoute({
    method: name === null ? "DELETE" : "POST",
    path: name === null ? entity : `${entity}/${name}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary,
    params: Schema.Struct({ id: Schema.String }),
    body,
    answers: [{ status: 204, description: "Done.", schema: null }],
    handle: Effect.fnUntraced(function* ({ body, caller, params: { id } }) {
      const deviceId = yield* deviceOf(id, caller.tenantId)
      let last: Answer | undefined
      for (const order of ordersOf(body)) last = yield* order(deviceId, caller)
      if (last === undefined) return noContent()
      // Clients of Graph read at once what they wrote, and have no word for waiting.
      yield* settle(last.position)
      return noContent(writtenAt(last))
    }),
  })
}
