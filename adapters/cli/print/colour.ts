/** Paints a text, or leaves it as it is. */
export type Paint = (text: string) => string

/** The few colours that the command line uses, by what they mean. */
export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly warn: Paint
}

const ESCAPE = String.fromCharCode(27)
const plain: Paint = (text) => text
const code =
  (start: number, end: number): Paint =>
  (text) =>
    text === "" ? "" : `${ESCAPE}[${start}m${text}${ESCAPE}[${end}m`

const COLOURED: Style = {
  strong: code(1, 22),
  faint: code(2, 22),
  good: code(32, 39),
  bad: code(31, 39),
  warn: code(33, 39),
}
const PLAIN: Style = { strong: plain, faint: plain, good: plain, bad: plain, warn: plain }

/** The style for a screen: colours on a terminal that wants them, never in files and pipes. */
export const styleOf = ({ colour }: { readonly colour: boolean }): Style => (colour ? COLOURED : PLAIN)
