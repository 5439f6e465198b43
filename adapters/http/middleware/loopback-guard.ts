import type { Context, Env, HonoRequest, MiddlewareHandler } from "hono"
import type { Trouble } from "../problems/trouble.ts"

/** Names and addresses of this computer itself; 127.0.0.0/8 as a whole is loopback. Source: RFC 6890. */
export const isLoopback = (host: string): boolean => /^(localhost|\[?::1\]?|127(\.\d{1,3}){3})$/i.test(host)

const hostOf = (hostAndPort: string): string => hostAndPort.replace(/:\d+$/, "")

const wrongHost = (host: string): Trouble => ({
  status: 421,
  code: "host-refused",
  what: `The request is addressed to ${JSON.stringify(host)}, but this service answers as localhost only.`,
  remedy: "Use http://127.0.0.1 and the port in the address.",
})

const wrongOrigin = (origin: string): Trouble => ({
  status: 403,
  code: "origin-refused",
  what: `The request comes from the web page ${JSON.stringify(origin)}, which is not of this service.`,
  remedy: "Call the service from a program on this computer.",
})

const originHost = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).hostname : undefined

/**
 * Why a request is not let in, if it is not. Without tokens everyone who reaches the service is trusted, and every web page
 * in a browser on this computer can reach it: by a name that its owner points at 127.0.0.1 (DNS rebinding), or by posting
 * a form. The first is betrayed by `Host`, the second by `Origin`.
 */
const refusalOf = (request: HonoRequest): Trouble | undefined => {
  const host = hostOf(request.header("host") ?? new URL(request.url).host)
  if (!isLoopback(host)) return wrongHost(host)
  const origin = request.header("origin")
  if (origin === undefined) return undefined
  const from = originHost(origin)
  return from !== undefined && isLoopback(from) ? undefined : wrongOrigin(origin)
}

/** Lets requests in that are meant for this service; others get what `answer` makes of the refusal. */
export const loopbackGuard =
  <E extends Env>(
    answer: (context: Context<E>, trouble: Trouble) => Promise<Response>,
  ): MiddlewareHandler<E> =>
  async (context, next) => {
    const refusal = refusalOf(context.req)
    if (refusal !== undefined) return answer(context, refusal)
    return next()
  }
