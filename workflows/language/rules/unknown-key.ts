import type { Check } from "../finding.ts"

/** A key that the language does not have would be dropped without a word; here that is a mistake. */
export const unknownKey: Check = {
  code: "FL004",
  severity: "error",
  title: "A key is not part of the language",
}
