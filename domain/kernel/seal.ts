import { createCipheriv, createDecipheriv } from "node:crypto"
import type { OpenedValues, PersonalValues, SealedValues } from "./envelope.ts"

const NONCE = 12
const TAG = 16

/**
 * Seals personal values with AES-256-GCM; the subject is bound to the text, so that a sealed part cannot be moved to
 * another person.
 *
 * @param key the person's key, 32 bytes
 * @param nonce 12 bytes that were never used with this key
 */
export const seal = (personal: PersonalValues, key: Uint8Array, nonce: Uint8Array): SealedValues => {
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(personal.subject))
  const text = Buffer.concat([cipher.update(JSON.stringify(personal.values), "utf8"), cipher.final()])
  return {
    subject: personal.subject,
    sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64"),
  }
}

const isValues = (value: unknown): value is { readonly [name: string]: string } =>
  typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string")

/**
 * Opens what {@link seal} made.
 *
 * @param key the person's key, or null when it was erased
 * @returns the values, or null in their place when they cannot be read (erased, or not sealed under this key)
 */
export const open = ({ sealed, subject }: SealedValues, key: Uint8Array | null): OpenedValues => {
  if (key === null) return { subject, values: null }
  const bytes = Buffer.from(sealed, "base64")
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE))
      .setAAD(Buffer.from(subject))
      .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    const text = decipher.update(bytes.subarray(NONCE + TAG), undefined, "utf8") + decipher.final("utf8")
    const values: unknown = JSON.parse(text)
    return { subject, values: isValues(values) ? values : null }
  } catch {
    // Authentication fails for a wrong key and for altered text alike: either way the values cannot be read.
    return { subject, values: null }
  }
}
