import { hash } from "node:crypto"
import { parse } from "uuid"

const VARIANTS = "89ab"

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
  const digest = hash("sha1", Buffer.concat([NAMESPACE, Buffer.from(JSON.stringify(parts))]))
  // The four bits of the version are 5, the two highest bits of the variant are 10.
  const variant = VARIANTS.charAt(Number.parseInt(digest.charAt(16), 16) & 3)
  const group = (from: number, to: number) => digest.slice(from, to)
  return `${group(0, 8)}-${group(8, 12)}-5${group(13, 16)}-${variant}${group(17, 20)}-${group(20, 32)}`
}

/** Tells whether a text has the form of a UUID. */
export const isUuid = (text: string): boolean => UUID.test(text)
