import { timingSafeEqual } from "node:crypto"
import { Option, Schema } from "effect"
import { Refusal } from "#domain/kernel"
import type { Keys } from "#workflows/ports"
import { keptFor } from "../execution/kept.ts"
import type { Reporting } from "./report.ts"

/** How many tokens of a kind are remembered: a device sends its own with each report. */
const KEPT = 2_000

/** A kind of token: what it says, and the purpose that keeps it from being taken for another kind. */
const tokens = <T>(purpose: string, schema: Schema.Codec<T, Schema.Json>) => {
  const body = Schema.fromJsonString(schema)
  const encode = Schema.encodeUnknownSync(body)
  const decode = Schema.decodeUnknownOption(body)
  const digestOf = (keys: Keys["Service"], text: string): string => keys.digest(purpose, text)
  const verified = keptFor<Keys["Service"], T>(KEPT)
  const verify = (keys: Keys["Service"], token: string): T | undefined => {
    const [text = "", digest = ""] = token.split(".")
    const expected = Buffer.from(digestOf(keys, text))
    const given = Buffer.from(digest)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    return Option.getOrUndefined(decode(Buffer.from(text, "base64url").toString()))
  }
  return {
    write: (keys: Keys["Service"], said: T): string => {
      const text = Buffer.from(encode(said)).toString("base64url")
      return `${text}.${digestOf(keys, text)}`
    },
    /** Undefined when the token was not given by this service, or is of another kind. */
    read: (keys: Keys["Service"], token: string): T | undefined => {
      const known = verified(keys)
      const said = known.get(token) ?? verify(keys, token)
      if (said !== undefined) known.keep(token, said)
      return said
    },
  }
}

const attempts = tokens("device-token", Schema.Tuple([Schema.String, Schema.String, Schema.Int]))

/** A token that lets a device report within one attempt and nothing else. */
export const deviceToken = (keys: Keys["Service"], { attempt, deviceId, tenantId }: Reporting): string =>
  attempts.write(keys, [deviceId, tenantId, attempt])

/** Reads a device's token; undefined when it was not given by this service. */
export const readDeviceToken = (keys: Keys["Service"], token: string): Reporting | undefined => {
  const said = attempts.read(keys, token)
  return said === undefined ? undefined : { deviceId: said[0], tenantId: said[1], attempt: said[2] }
}

/** The enrolment without registration that a device reports for. */
export interface EnrolledReporting {
  readonly enrolmentId: string
  readonly tenantId: string
}

const enrolments = tokens("enrolment-token", Schema.Tuple([Schema.String, Schema.String]))

/** A token that lets an enrolled device ask for its commands and report its hash, and nothing else. */
export const enrolmentToken = (keys: Keys["Service"], { enrolmentId, tenantId }: EnrolledReporting): string =>
  enrolments.write(keys, [enrolmentId, tenantId])

/** Reads an enrolled device's token; undefined when it was not given by this service. */
export const readEnrolmentToken = (keys: Keys["Service"], token: string): EnrolledReporting | undefined => {
  const said = enrolments.read(keys, token)
  return said === undefined ? undefined : { enrolmentId: said[0], tenantId: said[1] }
}

/** The refusal of a token that this service did not give. */
export const badToken = () =>
  new Refusal({
    kind: "forbidden",
    code: "device-token-invalid",
    what: "The device token is missing, damaged or not of this service.",
    remedy: "Send the token that discovering the profile, or enrolling, gave: Authorization: Bearer TOKEN.",
  })
