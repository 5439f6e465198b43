import { closest, distance } from "fastest-levenshtein"

/** The known name that a wrong one was probably meant to be, if any is close enough. */
export const suggest = (wrong: string, known: ReadonlyArray<string>): string | undefined => {
  if (known.length === 0 || wrong.length > 100) return undefined
  const folded = new Map(known.map((name) => [name.toLowerCase(), name]))
  const best = closest(wrong.toLowerCase(), [...folded.keys()])
  return distance(wrong.toLowerCase(), best) <= Math.max(1, Math.floor(wrong.length / 3))
    ? folded.get(best)
    : undefined
}

/** Names as a list for a message: `"a", "b" or "c"`. */
export const oneOf = (names: ReadonlyArray<string>): string => {
  const quoted = names.map((name) => JSON.stringify(name))
  return quoted.length < 2
    ? quoted.join("")
    : `${quoted.slice(0, -1).join(", ")} or ${quoted[quoted.length - 1]}`
}

/** A value of a file, quoted and cut for a message. */
export const quoted = (value: unknown): string => {
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "a mapping"
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
