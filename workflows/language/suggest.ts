export { suggest } from "#domain/kernel"

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
