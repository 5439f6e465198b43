import { createHmac } from "node:crypto"

const HEX_CHARACTERS = 32

/**
 * The keyed digest of a value: HMAC-SHA-256 over the JSON of `[kind, value]`, so that `("a", "bc")` and `("ab", "c")` differ;
 * its first 32 hex characters (128 bits).
 */
export const digestWith =
  (secret: Uint8Array) =>
  (kind: string, value: string): string =>
    createHmac("sha256", secret)
      .update(JSON.stringify([kind, value]))
      .digest("hex")
      .slice(0, HEX_CHARACTERS)
