/** One line of a file by its number, counted from 1. */
export interface Line {
  readonly line: number
  readonly text: string
}

/** The lines of a file that carry anything. */
export interface Lines {
  /** How many there are. */
  readonly count: number
  /** The first of them, as many as were asked for. */
  readonly first: ReadonlyArray<Line>
}

/** Lines of nothing but blanks and commas, as Excel leaves them at the end, carry nothing. */
const CARRIES = /[^\s,]/

/**
 * Reads the lines of a text, ended by CRLF, LF or CR, in any mixture. All that carry anything are counted and `limit`
 * of them kept, so that a huge file costs no more than its own size.
 */
export const readLines = (text: string, limit: number): Lines => {
  const first: Array<Line> = []
  const ending = /[\r\n]/g
  let [count, line, start] = [0, 0, 0]
  while (start <= text.length) {
    ending.lastIndex = start
    const end = ending.exec(text)?.index ?? text.length
    const content = text.slice(start, end)
    line++
    if (CARRIES.test(content)) {
      count++
      if (count <= limit) first.push({ line, text: content })
    }
    start = end + (text.startsWith("\r\n", end) ? 2 : 1)
  }
  return { count, first }
}
