import type { Check } from "../finding.ts"

/** A value of the wrong type, outside a list of choices, or in the wrong form. */
export const wrongValue: Check = {
  code: "FL006",
  severity: "error",
  title: "A value is not what the key takes",
}
