import { Result } from "effect"
import { TooManyRows } from "#adapters/csv"
import { type ImportRow, MAX_ROWS } from "#domain/import"

/** The first characters of every hash: the letters `OA` and its length in Base64. */
const BEGINNING = /^T0[E-H]/

/** Whether a text is hashes and nothing else. */
export const isHashText = (text: string): boolean => BEGINNING.test(text) && /^[A-Za-z0-9+/=\s]+$/.test(text)

/** A longer line is no part of a text that was broken into lines. */
const WHOLE = 200

/**
 * Reads a text of hardware hashes alone, one after the other; a hash may be broken into short lines, and then a blank
 * line ends it: any line of a hash may look like the beginning of one. Each names its own serial number.
 */
export const readHashText = (text: string): Result.Result<ReadonlyArray<ImportRow>, TooManyRows> => {
  const hashes: Array<{ readonly line: number; text: string }> = []
  let last: (typeof hashes)[number] | undefined
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const part = line.trim()
    if (part === "") last = undefined
    else if (last === undefined || part.length > WHOLE) {
      last = { line: index + 1, text: part }
      hashes.push(last)
    } else last.text += part
  }
  if (hashes.length > MAX_ROWS) return Result.fail(new TooManyRows({ rows: hashes.length, limit: MAX_ROWS }))
  return Result.succeed(
    hashes.map(({ line, text: hash }) => ({
      line,
      serialNumber: null,
      serialNumberOptional: true,
      productId: null,
      hash,
      groupTag: null,
      assignedUser: null,
      notes: [],
    })),
  )
}
