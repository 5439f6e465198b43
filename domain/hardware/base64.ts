import { Result } from "effect"
import { HASH_SIZE } from "./envelope.ts"
import { HashNot4k, NotAHash, NotBase64 } from "./errors.ts"

/** What was mended in a text, in words for people. */
export interface Repair {
  readonly kind: "padding" | "null data"
  readonly says: string
}

const STRANGER = /[^A-Za-z0-9+/]/

/** The largest text that may still be a serial number or a tuple. */
const SHORT = 200

/** Texts beyond this are not looked at: a hash has 4000 characters. */
const LONG = 20_000

/**
 * Reads Base64 strictly, and mends what Microsoft's troubleshooting page says to mend: missing padding is added, with
 * an `A` (null data) where `==` alone cannot complete it. Surplus `=` are dropped.
 *
 * Source: Windows Autopilot troubleshooting FAQ, "importing device identities".
 */
export const readBase64 = (
  given: string,
): Result.Result<{ bytes: Uint8Array; repairs: ReadonlyArray<Repair> }, NotBase64 | NotAHash | HashNot4k> => {
  const text = given.trim()
  if (text.length > LONG)
    return Result.fail(new HashNot4k({ size: Math.floor((text.length * 3) / 4), expected: HASH_SIZE }))
  const other = looksLikeSomethingElse(text)
  if (other !== undefined) return Result.fail(new NotAHash({ looksLike: other, found: text }))
  const digits = withoutPadding(text)
  const { data, padding } = completeBase64(digits)
  const mended = data + padding
  const read = Buffer.from(mended, "base64")
  // Node passes over what is no Base64: only what it writes back as it was is Base64 throughout.
  if (read.toString("base64") !== mended)
    return Result.fail(STRANGER.test(digits) ? strangerIn(digits) : spareBits(digits))
  const bytes = Uint8Array.from(read)
  return Result.succeed({
    bytes,
    repairs: mended === text ? [] : [paddingRepair(text, digits, data, padding)],
  })
}

const withoutPadding = (text: string): string => {
  let end = text.length
  while (text[end - 1] === "=") end--
  return text.slice(0, end)
}

/** The outcome of the repair loop: one digit over a group of four is completed by `A`, then `=` fill the group. */
const completeBase64 = (digits: string): { data: string; padding: string } => {
  const data = digits.length % 4 === 1 ? `${digits}A` : digits
  return { data, padding: "=".repeat((4 - (data.length % 4)) % 4) }
}

const filled = (padding: string): string => (padding === "" ? 'no "="' : JSON.stringify(padding))

const paddingRepair = (text: string, digits: string, data: string, padding: string): Repair => ({
  kind: "padding",
  says:
    `The Base64 padding was wrong and was repaired: ${digits.length} characters with ` +
    `${filled(text.slice(digits.length))} at the end became ` +
    `${data.length} characters with ${filled(padding)}${data === digits ? "" : ' (one "A", null data, added)'}.`,
})

/** Bits of the last digit that no byte takes must be zero, or data was cut away. */
const spareBits = (digits: string): NotBase64 =>
  new NotBase64({
    character: digits.length,
    found: JSON.stringify(digits.at(-1)),
    remedy: "A text of this length cannot end so: its end is missing. Copy the whole text.",
  })

const strangerIn = (digits: string): NotBase64 => {
  const characters = [...digits]
  const index = characters.findIndex((character) => STRANGER.test(character))
  const character = characters[index] ?? ""
  return new NotBase64({ character: index + 1, found: JSON.stringify(character), remedy: hintFor(character) })
}

const hintFor = (character: string): string => {
  if (/\s/.test(character)) return "Expected one line without blanks: remove blanks and line breaks."
  if (character === "=")
    return 'Expected "=" at the end only: two texts were joined, or the text was changed.'
  if (character === "\0") return "The text is UTF-16: save it as UTF-8 or ANSI."
  if (character === "-" || character === "_")
    return 'This is URL-safe Base64: write "+" for "-" and "/" for "_".'
  return "Expected A-Z, a-z, 0-9, + and /. Copy the text from the capture tool without any change."
}

const looksLikeSomethingElse = (text: string): NotAHash["looksLike"] | undefined => {
  if (text === "") return "nothing"
  if (text.length > SHORT || /^T0[E-H]/.test(text)) return undefined
  if (/^\d{13}$/.test(text)) return "a product key id"
  if (/^([A-Z0-9]{5}-){4}[A-Z0-9]{5}$/i.test(text)) return "a product key"
  return /[,;|\t].*[,;|\t]/.test(text) ? "a tuple" : "a short text"
}
