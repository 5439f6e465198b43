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

const quotedName = (name: string): string => JSON.stringify(name)

/** More names than this nobody reads. */
const MOST_NAMES = 30

/** Names as a list for a message: `"a", "b" or "c"`. */
export const oneOf = (names: ReadonlyArray<string>): string => {
  const rest = names.length - MOST_NAMES
  if (rest > 1) return `${names.slice(0, MOST_NAMES).map(quotedName).join(", ")} or one of ${rest} others`
  const quoted = names.map(quotedName)
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
