import { randomUUID } from "node:crypto"
import type { MiddlewareHandler } from "hono"

/** What middleware tells the handlers. */
export interface RequestVariables {
  readonly requestId: string
}

const PRINTABLE = /^[\x21-\x7e]{1,128}$/

/** Names every request, and gives the client's own name for it back. Source: Microsoft Graph, error responses. */
export const requestId: MiddlewareHandler<{ Variables: RequestVariables }> = async (context, next) => {
  const id = randomUUID()
  context.set("requestId", id)
  await next()
  const own = context.req.header("client-request-id") ?? ""
  context.header("request-id", id)
  context.header("client-request-id", PRINTABLE.test(own) ? own : id)
}
