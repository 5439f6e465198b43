import { quoted } from "../suggest.ts"
import type { ExpressionMistake } from "./cel.ts"

/** What other languages write where CEL has a sign of its own. */
const ELSEWHERE: ReadonlyArray<readonly [written: RegExp, cel: string]> = [
  [/and\b/iy, "&&"],
  [/or\b/iy, "||"],
  [/not\b/iy, "!"],
  [/(?:is|eq)\b/iy, "=="],
  [/<>/y, "!="],
  [/={1,3}/y, "=="],
  [/&/y, "&&"],
  [/\|/y, "||"],
]

const WORD = /[^\s"']+/gu

const writtenAt = (text: string, start: number): readonly [written: string, cel: string] | undefined => {
  for (const [sign, cel] of ELSEWHERE) {
    sign.lastIndex = start
    const found = sign.exec(text)?.[0]
    if (found !== undefined) return [found, cel]
  }
  return undefined
}

/**
 * The word or sign of another language that keeps an expression from being read: where reading failed, or the word
 * before it.
 *
 * @param at where reading failed, an offset into the text
 */
export const fromElsewhere = (text: string, at: number): Omit<ExpressionMistake, "kind"> | undefined => {
  const before = [...text.slice(0, at).matchAll(WORD)].at(-1)?.index ?? at
  const signs = /[=<>&|]*$/u.exec(text.slice(0, at))?.[0] ?? ""
  for (const start of [at - signs.length, before]) {
    const [written, cel] = writtenAt(text, start) ?? []
    if (written === undefined || written === cel) continue
    const message = `${quoted(written)} means nothing in CEL`
    return { message, start, end: start + written.length, suggestion: cel }
  }
  return undefined
}
