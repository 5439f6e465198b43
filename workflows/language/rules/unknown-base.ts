import type { Check } from "../finding.ts"

/** `extends` names a profile that is neither shipped nor given. */
export const unknownBase: Check = {
  code: "FL008",
  severity: "error",
  title: "The profile that is extended does not exist",
}
