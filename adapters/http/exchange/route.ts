import { Effect, type Schema } from "effect"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"
import type { BodyReader } from "./body.ts"
import { decode } from "./decode.ts"
import type { Incoming } from "./incoming.ts"
import { parametersOf } from "./query.ts"
import type { Reply } from "./reply.ts"

/** In whose shape errors are told: Microsoft Graph's, or problem details. */
export type Face = "graph" | "native"

/** A header or option that a route understands, for its description. */
export interface NamedDoc {
  readonly name: string
  readonly description: string
}

/** One way in which a route answers. */
export interface AnswerDoc {
  readonly status: number
  readonly description: string
  /** Null where the answer has no body. */
  readonly schema: Schema.Constraint | null
  readonly mediaType?: string
}

/** What a handler is given: everything decoded. */
export interface Asked<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: Incoming
}

/** What a route is described by. `{name}` in the path is a parameter. */
export interface RouteDoc {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly face: Face
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly answers: ReadonlyArray<AnswerDoc>
  readonly headers?: ReadonlyArray<NamedDoc>
  /** Query options that the route reads by itself. */
  readonly options?: ReadonlyArray<NamedDoc>
}

/** A route as data: its description, how its parts are read, and what it does. */
export interface RouteDefinition<P, Q, B> extends RouteDoc {
  readonly params: Schema.Decoder<P>
  readonly query: Schema.Decoder<Q>
  readonly body: BodyReader<B>
  readonly handle: (asked: Asked<P, Q, B>) => Effect.Effect<Reply, ApiError, HttpServices>
}

/** A route ready to be served and described. */
export interface Route extends RouteDoc {
  readonly params: Schema.Constraint
  readonly query: Schema.Constraint
  readonly body: BodyReader<unknown>["about"]
  readonly answer: (request: Incoming) => Effect.Effect<Reply, ApiError, HttpServices>
}

/**
 * Makes a route of its definition: path, query and body are decoded in this order, then handled. Options of Graph that
 * begin with `$` are judged by the route itself, as others than those are not ours to refuse.
 */
export const route = <P, Q, B>(definition: RouteDefinition<P, Q, B>): Route => {
  const { body, handle, params, query, ...doc } = definition
  const decodeParams = decode(params, "path", "ignore")
  const decodeQuery = decode(query, "query")
  return {
    ...doc,
    params,
    query,
    body: body.about,
    answer: Effect.fnUntraced(function* (request) {
      return yield* handle({
        params: yield* decodeParams(request.params),
        query: yield* decodeQuery(yield* parametersOf(request.url, doc.face)),
        body: yield* body.read(request),
        request,
      })
    }),
  }
}
