import type { Position } from "#workflows/ports"

const FORM = /^([a-s])([1-9]\d*)$/
const LETTER_BEFORE_A = 96

/**
 * Writes a place in the log as a position: a letter that tells the number of digits, then the digits, so that the order
 * of the texts is the order of the numbers.
 *
 * @example encodePosition(7) // "a7"
 * @example encodePosition(10) // "b10"
 */
export const encodePosition = (place: number): Position => {
  if (place === 0) return ""
  const digits = String(place)
  return String.fromCharCode(LETTER_BEFORE_A + digits.length) + digits
}

/** Reads a position back; START is 0, and `undefined` tells that the text is no position. */
export const decodePosition = (position: Position): number | undefined => {
  if (position === "") return 0
  const [, letter = "", digits = ""] = FORM.exec(position) ?? []
  if (digits === "" || letter.charCodeAt(0) - LETTER_BEFORE_A !== digits.length) return undefined
  const place = Number(digits)
  return Number.isSafeInteger(place) ? place : undefined
}
