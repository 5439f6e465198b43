import type { Check } from "../finding.ts"

/** A transition to a state that is not there. XState would refuse the whole machine; a device could never get there. */
export const unknownState: Check = {
  code: "FL020",
  severity: "error",
  title: "A transition leads to a state that does not exist",
}
