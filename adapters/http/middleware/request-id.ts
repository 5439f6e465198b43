import { randomUUID } from "node:crypto"
import type { Context, MiddlewareHandler } from "hono"

/** What middleware tells the handlers. */
export interface RequestVariables {
  readonly requestId: string
}

const PRINTABLE = /^[\x21-\x7e]{1,128}$/

/** Names every request. */
export const requestId: MiddlewareHandler<{ Variables: RequestVariables }> = async (context, next) => {
  context.set("requestId", randomUUID())
  await next()
}

/** The names of a request as its answer gives them back, the client's own one too. Source: Microsoft Graph, error responses. */
export const requestIdHeaders = <E extends { Variables: RequestVariables }>(context: Context<E>) => {
  const id = context.get("requestId")
  const own = context.req.header("client-request-id") ?? ""
  return { "request-id": id, "client-request-id": PRINTABLE.test(own) ? own : id }
}
