import { suggest } from "#workflows/language"

/** ` Did you mean "NAME"?` where a known name is close enough to a wrong one, or nothing. */
export const didYouMean = (wrong: string, known: ReadonlyArray<string>): string => {
  const meant = suggest(wrong, known)
  return meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`
}
