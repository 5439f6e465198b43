/** Characters that take two columns in a terminal. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u
const ZERO = /\p{M}|\u200B|\u200D/u

/** Characters that would move the cursor or colour the screen. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu

/** A text as a terminal may show it: a tab as two blanks, other control characters as a mark. */
export const shown = (text: string): string => text.replaceAll("\t", "  ").replace(CONTROL, "\uFFFD")

/** How many columns a text takes. */
export const widthOf = (text: string): number =>
  [...shown(text)].reduce(
    (width, character) => width + (ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1),
    0,
  )

/** Blanks that lead to a column (from 1) of a line. */
export const paddingTo = (line: string, column: number): string =>
  " ".repeat(widthOf(line.slice(0, column - 1)))
