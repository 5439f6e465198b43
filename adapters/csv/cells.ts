/** What was cut off around a value, in words for people; undefined where nothing was. */
export interface TrimmedCell {
  readonly value: string
  readonly note: string | undefined
}

/** Blanks, and characters that cannot be seen: zero-width blanks, byte order marks, direction marks. */
const OUTSIDE = /[\s\p{Cf}]/u

/** Takes blanks and invisible characters off both ends of a cell. */
export const trimCell = (column: string, cell: string): TrimmedCell => {
  let [start, end] = [0, cell.length]
  while (start < end && OUTSIDE.test(cell.charAt(start))) start++
  while (end > start && OUTSIDE.test(cell.charAt(end - 1))) end--
  const cut = cell.length - (end - start)
  const value = cell.slice(start, end)
  if (cut === 0) return { value, note: undefined }
  const what = /\p{Cf}/u.test(cell.slice(0, start) + cell.slice(end)) ? "invisible character" : "blank"
  const [ending, verb] = cut === 1 ? ["", "was"] : ["s", "were"]
  return { value, note: `${cut} ${what}${ending} around "${column}" ${verb} removed.` }
}

/** `1.23457E+12`, or with a decimal comma. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d+$/i
/** `#NAME?`, `#VALUE!`, `########`. */
const EXCEL_ERROR = /^#([A-Z/0]{2,12}[?!]?|#*)$/

/** Whether a value is what Excel leaves of a long number or of a text that it took for a formula. */
export const isSpoiltByExcel = (value: string): boolean => SCIENTIFIC.test(value) || EXCEL_ERROR.test(value)
