import { timingSafeEqual } from "node:crypto"
import { Option, Schema } from "effect"
import { Refusal } from "#domain/kernel"
import type { Keys } from "#workflows/ports"
import type { Reporting } from "./report.ts"

const Body = Schema.fromJsonString(Schema.Tuple([Schema.String, Schema.String, Schema.Int]))
const decodeBody = Schema.decodeUnknownOption(Body)

const digestOf = (keys: Keys["Service"], body: string): string => keys.digest("device-token", body)

/** A token that lets a device report within one attempt and nothing else. */
export const deviceToken = (keys: Keys["Service"], { attempt, deviceId, tenantId }: Reporting): string => {
  const body = Buffer.from(JSON.stringify([deviceId, tenantId, attempt])).toString("base64url")
  return `${body}.${digestOf(keys, body)}`
}

/** The refusal of a token that this service did not give. */
export const badToken = () =>
  new Refusal({
    kind: "forbidden",
    code: "device-token-invalid",
    what: "The device token is missing, damaged or not of this service.",
    remedy: "Send the token that discovering the profile gave, as Authorization: Bearer TOKEN.",
  })

/** Reads a token; undefined when it was not given by this service. */
export const readDeviceToken = (keys: Keys["Service"], token: string): Reporting | undefined => {
  const [body = "", digest = ""] = token.split(".")
  const expected = Buffer.from(digestOf(keys, body))
  const given = Buffer.from(digest)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const parts = Option.getOrUndefined(decodeBody(Buffer.from(body, "base64url").toString()))
  return parts === undefined ? undefined : { deviceId: parts[0], tenantId: parts[1], attempt: parts[2] }
}
