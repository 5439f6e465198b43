import { expect, it } from "vitest"
import { digestWith } from "../../../adapters/keys/digest.ts"

it("a digest is the first half of the HMAC-SHA-256 of the JSON of kind and value", () => {
  // printf '["upn","ann@contoso.com"]' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1e1f
  const secret = Uint8Array.from({ length: 32 }, (_, n) => n)
  expect(digestWith(secret)("upn", "ann@contoso.com")).toBe("0d28dae2a5fa6779753e28f650a95626")
})
