import { closest, distance } from "fastest-levenshtein"

/** The known name that a wrong one was probably meant to be, if any is close enough; capitals do not count. */
export const didYouMean = (wrong: string, known: ReadonlyArray<string>): string | undefined => {
  const byFolded = new Map(known.map((name) => [name.toLowerCase(), name]))
  const sought = wrong.toLowerCase()
  if (byFolded.size === 0 || sought.length > 100) return undefined
  const best = closest(sought, [...byFolded.keys()])
  const begins = [...byFolded.keys()].find((name) => sought.length >= 3 && name.startsWith(sought))
  const tolerance = Math.max(1, Math.min(3, Math.floor(sought.length * 0.4)))
  return byFolded.get(distance(sought, best) <= tolerance ? best : (begins ?? ""))
}

/** ` Did you mean "NAME"?`, or nothing. */
export const suggestion = (wrong: string, known: ReadonlyArray<string>): string => {
  const meant = didYouMean(wrong, known)
  return meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`
}
