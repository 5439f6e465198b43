import { Effect } from "effect"
import { badToken, readDeviceToken } from "#workflows/commands"
import { Keys } from "#workflows/ports"
import type { Incoming } from "../exchange/incoming.ts"

const BEARER = /^Bearer +([\w.~+/=-]{1,2048})$/i

/** The device and attempt that a request reports for: what its token says. */
export const reportingOf = Effect.fnUntraced(function* (request: Incoming) {
  const token = BEARER.exec(request.header("Authorization") ?? "")?.[1]
  const reporting = token === undefined ? undefined : readDeviceToken(yield* Keys, token)
  return reporting ?? (yield* badToken())
})
