import { CliOutput } from "effect/cli"

/** How many columns of a terminal a text takes. */
export const widthOf = CliOutput.displayWidth

/** A text cut to a width, with an ellipsis where something is missing. */
export const cut = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ""
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}\u{2026}`
}

/** A text on as many lines as it needs, broken at blanks; a word that is too long is cut. */
export const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`
    if (widthOf(longer) <= width) line = longer
    else {
      if (line !== "") lines.push(line)
      line = cut(word, width)
    }
  }
  return [...lines, line]
}

/** A text with blanks behind it, up to a width. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)))

/** Between two columns. */
export const GAP = "  "

/** What all columns take together. */
export const total = (widths: ReadonlyArray<number>): number =>
  widths.reduce((sum, one) => sum + one, 0) + GAP.length * Math.max(0, widths.length - 1)

/** Takes from the widest of those that may give something until all fit, or nothing more can be given. */
export const squeezed = (
  natural: ReadonlyArray<number>,
  narrowest: ReadonlyArray<number>,
  available: number,
): ReadonlyArray<number> => {
  const widths = [...natural]
  while (total(widths) > available) {
    const gives = widths.map((width, index) => (width > (narrowest[index] ?? width) ? width : 0))
    const widest = Math.max(...gives)
    if (widest === 0) return widths
    widths[gives.indexOf(widest)] = widest - 1
  }
  return widths
}
