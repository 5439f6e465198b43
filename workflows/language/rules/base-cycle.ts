import type { Check } from "../finding.ts"

/** Profiles that extend each other have no beginning. */
export const baseCycle: Check = {
  code: "FL009",
  severity: "error",
  title: "Profiles extend each other in a circle",
}
