import type { HttpBindings } from "@hono/node-server"
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import { Effect, Exit, Option } from "effect"
import { type Context, Hono } from "hono"
import type { Incoming } from "./exchange/incoming.ts"
import { faceOf, routingPath, routingPathOf } from "./exchange/path.ts"
import { readBytes } from "./exchange/read-bytes.ts"
import type { Reply } from "./exchange/reply.ts"
import type { Route } from "./exchange/route.ts"
import { loopbackGuard } from "./middleware/loopback-guard.ts"
import { type RequestVariables, requestId, requestIdHeaders } from "./middleware/request-id.ts"
import { SECURITY_HEADERS } from "./middleware/security-headers.ts"
import { noSuchMethod, noSuchPath } from "./problems/nowhere.ts"
import { problemReply } from "./problems/problem-details.ts"
import { respond, troubleReply } from "./problems/respond.ts"
import { ending, type Trouble } from "./problems/trouble.ts"
import type { HttpRuntime, HttpServices } from "./services.ts"

type Env = { Variables: RequestVariables; Bindings: Partial<HttpBindings> }

/**
 * Writes a reply to Node's own response where there is one: by way of a web `Response`, its headers would be normalised and its
 * body be read from a stream again.
 */
const toResponse = (context: Context<Env>, reply: Reply): Response => {
  const { body, status } = reply
  const headers = { ...SECURITY_HEADERS, ...requestIdHeaders(context), ...reply.headers }
  // Without a server, as in tests, there is no environment at all.
  const outgoing = context.env?.outgoing
  if (outgoing === undefined) return new Response(body, { status, headers })
  const length = body === null ? {} : { "Content-Length": Buffer.byteLength(body) }
  outgoing.writeHead(status, { ...headers, ...length })
  outgoing.end(body)
  return RESPONSE_ALREADY_SENT
}

const incomingOf = (context: Context<Env>, route: string): Incoming => {
  const { req } = context
  const url = new URL(req.url)
  return {
    method: req.method,
    route,
    url,
    params: req.param(),
    header: (name) => req.header(name),
    bytes: (limit) => readBytes(req, limit),
    requestId: context.get("requestId"),
  }
}

/** `{id}` as Hono writes it. */
const honoPath = (path: string): string => routingPath(path).replaceAll(/\{(\w+)\}/g, ":$1")

/**
 * The HTTP API as a Hono app.
 *
 * @param runtime runs what requests ask for: a `ManagedRuntime`, or a program's own context
 */
export const makeApp = (runtime: HttpRuntime, routes: ReadonlyArray<Route>): Hono<Env> => {
  const app = new Hono<Env>({ getPath: routingPathOf })

  /** The one place where effects are run. */
  const run = async (
    context: Context<Env>,
    effect: Effect.Effect<Reply, never, HttpServices>,
  ): Promise<Response> => {
    const exit = await runtime.runPromiseExit(effect)
    const reply = Option.getOrUndefined(Exit.getSuccess(exit))
    return toResponse(context, reply ?? problemReply(ending))
  }
  const refuse = (context: Context<Env>, trouble: Trouble): Promise<Response> => {
    const incoming = incomingOf(context, "")
    return run(context, troubleReply(faceOf(incoming.url.pathname), trouble, incoming))
  }

  app.onError((error, context) => {
    const incoming = incomingOf(context, "")
    return run(context, respond(faceOf(incoming.url.pathname), incoming, Effect.die(error)))
  })
  app.use(requestId)
  app.use(loopbackGuard(refuse))
  for (const route of routes)
    app.on(route.method, honoPath(route.path), (context) => {
      const incoming = incomingOf(context, route.path)
      return run(context, respond(route.face, incoming, route.answer(incoming)))
    })
  const methods = Map.groupBy(routes, ({ path }) => honoPath(path))
  for (const [path, others] of methods)
    app.all(path, (context) => refuse(context, noSuchMethod(context.req.method, others)))
  app.notFound((context) => refuse(context, noSuchPath(new URL(context.req.url).pathname, routes)))
  return app
}
