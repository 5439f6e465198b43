import type { Atom, Comparison } from "./atoms.ts"

/** Stands between parts of a text that are to be there, and nowhere else. */
const GAP = "~"

const holdsFor = ({ how, values }: Comparison, value: string): boolean => {
  const texts = values.map(String)
  switch (how) {
    case "startsWith":
      return texts.every((text) => value.startsWith(text))
    case "endsWith":
      return texts.every((text) => value.endsWith(text))
    case "contains":
      return texts.every((text) => value.includes(text))
    default:
      return texts.includes(value)
  }
}

const textsOf = (comparisons: ReadonlyArray<Comparison>, how: Comparison["how"]): ReadonlyArray<string> => [
  "",
  ...new Set(comparisons.filter((one) => one.how === how).flatMap(({ values }) => values.map(String))),
]

/** More parts than this are not put together in every way. */
const MOST_PARTS = 3

const anyOf = (texts: ReadonlyArray<string>): ReadonlyArray<string> => {
  let all: ReadonlyArray<string> = [GAP]
  for (const text of texts.filter((one) => one !== "").slice(0, MOST_PARTS))
    all = all.flatMap((one) => [one, `${one}${text}${GAP}`])
  return all
}

/**
 * Texts for which the comparisons of a field come out in every way that they can: each fixed value, and texts that begin
 * with, end with and contain what is asked for, in every mixture.
 *
 * @param usual comes first: a text that nothing is meant by
 */
export const textsFor = (atoms: ReadonlyArray<Atom>, usual: string): ReadonlyArray<string> => {
  const comparisons = atoms.flatMap(({ comparison }) => comparison ?? [])
  const mixtures = textsOf(comparisons, "startsWith").flatMap((start) =>
    anyOf(textsOf(comparisons, "contains")).flatMap((middle) =>
      textsOf(comparisons, "endsWith").map((end) => `${start}${middle}${end}`),
    ),
  )
  const fixed = comparisons.flatMap(({ values }) => values.map(String))
  const byAnswers = new Map<string, string>()
  for (const text of [usual, ...fixed, ...mixtures]) {
    const answers = comparisons.map((one) => (holdsFor(one, text) ? "1" : "0")).join("")
    if (!byAnswers.has(answers)) byAnswers.set(answers, text)
  }
  return [...byAnswers.values()]
}
