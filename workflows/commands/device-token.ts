import { timingSafeEqual } from "node:crypto"
import { Refusal } from "#domain/kernel"
import type { Keys } from "#workflows/ports"
import type { Reporting } from "./report.ts"

const digestOf = (keys: Keys["Service"], body: string): string => keys.digest("device-token", body)

/** A token that lets a device report within one attempt and nothing else: these, and a keyed digest of them. */
export const deviceToken = (keys: Keys["Service"], { attempt, deviceId, tenantId }: Reporting): string => {
  const body = `${deviceId}.${tenantId}.${attempt}`
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
  const body = token.slice(0, token.lastIndexOf("."))
  const expected = Buffer.from(digestOf(keys, body))
  const given = Buffer.from(token.slice(body.length + 1))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const [deviceId = "", tenantId = "", attempt] = body.split(".")
  return { deviceId, tenantId, attempt: Number(attempt) }
}
