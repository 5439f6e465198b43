import { hash } from "node:crypto"
import { parse, stringify } from "uuid"

/** Root of every name-based id that Flightlog makes; changing it would change every id ever derived. */
const NAMESPACE = parse("6f1b7c7e-0c0a-5f3e-9a51-2f6d0e2f4a10")

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Derives a UUIDv5 from the parts of a name: the same parts always give the same id, in every process.
 *
 * Parts are joined as a JSON array, so `["a", "bc"]` and `["ab", "c"]` differ. Source: RFC 9562, section 5.5.
 *
 * @example deriveId("event", commandId, "0")
 */
export const deriveId = (...parts: ReadonlyArray<string>): string => {
  const digest = hash("sha1", Buffer.concat([NAMESPACE, Buffer.from(JSON.stringify(parts))]), "buffer")
  const bytes = digest.subarray(0, 16)
  bytes[6] = (digest.readUInt8(6) & 0x0f) | 0x50
  bytes[8] = (digest.readUInt8(8) & 0x3f) | 0x80
  return stringify(bytes)
}

/** Tells whether a text has the form of a UUID. */
export const isUuid = (text: string): boolean => UUID.test(text)
