import { Effect } from "effect"
import type { Incoming } from "../exchange/incoming.ts"
import type { Reply } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"

const unsupported = (found: string) =>
  new RequestRefused({
    status: 501,
    code: "if-match-unsupported",
    what: `The header If-Match is ${JSON.stringify(found)}, but writes cannot be tied to a revision yet.`,
    remedy: "Leave the header out, or send If-Match: *.",
  })

/** A condition that cannot be kept is refused: a write that ignored it would overwrite what its sender wanted kept. */
export const refuseIfMatch = (request: Incoming): Effect.Effect<void, RequestRefused> => {
  const given = request.header("If-Match")?.trim()
  return given === undefined || given === "*" ? Effect.void : Effect.fail(unsupported(given))
}

const tagsOf = (header: string): ReadonlyArray<string> =>
  header.split(",").map((tag) => tag.trim().replace(/^W\//, ""))

/** A read whose answer the client has already: 304 without a body. Source: RFC 9110, section 13.1.2. */
export const unlessMatched = (request: Incoming, reply: Reply): Reply => {
  const given = request.header("If-None-Match")
  const tag = reply.headers.ETag
  if (given === undefined || tag === undefined) return reply
  if (given.trim() !== "*" && !tagsOf(given).includes(tag)) return reply
  return { status: 304, headers: { ETag: tag }, body: null }
}
