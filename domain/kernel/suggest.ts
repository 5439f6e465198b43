import { closest, distance } from "fastest-levenshtein"

/** The known name that a wrong one was probably meant to be, if any is close enough. */
export const suggest = (wrong: string, known: ReadonlyArray<string>): string | undefined => {
  if (known.length === 0 || wrong.length > 100) return undefined
  const folded = new Map(known.map((name) => [name.toLowerCase(), name]))
  const best = closest(wrong.toLowerCase(), [...folded.keys()])
  const tolerance = Math.max(1, Math.min(3, Math.floor(wrong.length * 0.4)))
  return distance(wrong.toLowerCase(), best) <= tolerance
    ? folded.get(best)
    : onlyPrefix(wrong.toLowerCase(), folded)
}

/** Shorter beginnings are shared by chance. */
const SHORTEST_PREFIX = 4

/** The only known name that begins as the wrong one does, or that the wrong one begins with. */
const onlyPrefix = (wrong: string, folded: ReadonlyMap<string, string>): string | undefined => {
  const found = [...folded].filter(
    ([name]) =>
      Math.min(name.length, wrong.length) >= SHORTEST_PREFIX &&
      (name.startsWith(wrong) || wrong.startsWith(name)),
  )
  return found.length === 1 ? found[0]?.[1] : undefined
}
