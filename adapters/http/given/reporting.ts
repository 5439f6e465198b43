import { Effect } from "effect"
import { badToken, readDeviceToken, readEnrolmentToken } from "#workflows/commands"
import { Keys } from "#workflows/ports"
import type { Incoming } from "../exchange/incoming.ts"

const BEARER = /^Bearer +([\w.~+/=-]{1,2048})$/i

/** What the token of a request says, read as one kind of token. */
const tokenOf = <T>(read: (keys: Keys["Service"], token: string) => T | undefined) =>
  Effect.fnUntraced(function* (request: Incoming) {
    const token = BEARER.exec(request.header("Authorization") ?? "")?.[1]
    const said = token === undefined ? undefined : read(yield* Keys, token)
    return said ?? (yield* badToken())
  })

/** The device and attempt that a request reports for: what its token says. */
export const reportingOf = tokenOf(readDeviceToken)

/** The enrolment without registration that a request reports for: what its token says. */
export const enrolledReportingOf = tokenOf(readEnrolmentToken)
