import { Schema } from "effect"
import { Finding } from "#workflows/language"
import type { Reply } from "../exchange/reply.ts"
import { Mistake } from "../exchange/request-refused.ts"
import type { Trouble } from "./trouble.ts"

/** An error of the native face. Source: RFC 9457, problem details; members from `code` on are Flightlog's own. */
export const ProblemDetails = Schema.Struct({
  /** Names the kind of problem: `urn:flightlog:problem:device-not-registered`. */
  type: Schema.String,
  title: Schema.String,
  status: Schema.Int,
  /** What was wrong, quoted, and where. */
  detail: Schema.String,
  code: Schema.String,
  /** What Windows Autopilot answers in the same place. */
  number: Schema.optionalKey(Schema.String),
  /** Its name for that. */
  name: Schema.optionalKey(Schema.String),
  /** What to do about it. */
  remedy: Schema.String,
  /** The refusal is a fact in the device's history. */
  recorded: Schema.optionalKey(Schema.Literal(true)),
  mistakes: Schema.optionalKey(Schema.Array(Mistake)),
  findings: Schema.optionalKey(Schema.Array(Finding)),
  reference: Schema.optionalKey(Schema.String),
}).annotate({ identifier: "ProblemDetails" })

/** Words of codes that are written otherwise in a title. */
const ABBREVIATIONS = /\b(json|upn)\b/g

const titleOf = (code: string): string => {
  const words = code.replaceAll("-", " ").replace(ABBREVIATIONS, (word) => word.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** An error in problem details. */
export const problemReply = ({ headers, remedy, status, what, code, ...more }: Trouble): Reply => ({
  status,
  headers: { "Content-Type": "application/problem+json; charset=utf-8", ...headers },
  body: JSON.stringify({
    type: `urn:flightlog:problem:${code}`,
    title: titleOf(code),
    status,
    detail: what,
    code,
    remedy,
    ...more,
  }),
})
