import { Effect, type Schema } from "effect"
import { publishedSources } from "#workflows/commands"
import type { FileText } from "#workflows/language"
import { ShippedProfiles } from "#workflows/ports"
import type { BodyReader } from "../../exchange/body.ts"
import type { Reply } from "../../exchange/reply.ts"
import { type Asked, type Route, type RouteDoc, route } from "../../exchange/route.ts"
import { Nothing } from "../../given/routes.ts"
import { TENANT_HEADER, tenantOf } from "../../given/tenant.ts"
import type { ApiError } from "../../problems/api-error.ts"
import type { HttpServices } from "../../services.ts"
import type { FilesGiven } from "./bodies.ts"

/** What a tool works on: files with what it is told beside them, and what they may extend beside each other. */
interface Given<B> {
  readonly body: B
  /** The published profiles of the tenant that the request names, then the shipped ones. */
  readonly bases: ReadonlyArray<FileText>
}

interface ToolDefinition<Q, B> extends Omit<RouteDoc, "method" | "face" | "tag" | "headers"> {
  readonly query: Schema.Decoder<Q>
  readonly body: BodyReader<B>
  readonly handle: (
    asked: Given<B> & Pick<Asked<unknown, Q, unknown>, "query" | "request">,
  ) => Effect.Effect<Reply, ApiError, HttpServices>
}

const TENANT = {
  name: TENANT_HEADER,
  description: "Name or id of a tenant whose published profiles the files may extend.",
}

/**
 * A tool of the profile language as a route: it is given files and stores nothing. A tenant may be named, and need not be.
 */
export const toolRoute = <Q, B extends FilesGiven>(definition: ToolDefinition<Q, B>): Route =>
  route({
    ...definition,
    method: "POST",
    face: "native",
    tag: "Profiles",
    headers: [TENANT],
    params: Nothing,
    handle: Effect.fnUntraced(function* ({ body, query, request }) {
      const isNamed = request.header(TENANT_HEADER) !== undefined
      const own = isNamed ? yield* publishedSources((yield* tenantOf(request)).id) : []
      const { files: shipped } = yield* ShippedProfiles
      return yield* definition.handle({ body, bases: [...own, ...shipped], query, request })
    }),
  })
