import type { Check } from "../finding.ts"

/** What builds on a faulty profile cannot be checked. */
export const faultyBase: Check = {
  code: "FL010",
  severity: "error",
  title: "The profile that is extended has mistakes",
}
