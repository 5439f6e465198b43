import type { Check } from "../finding.ts"

/** YAML readers keep one of two equal keys and drop the other without a word; here that is a mistake. */
export const duplicateKey: Check = {
  code: "FL003",
  severity: "error",
  title: "A key stands twice in the same mapping",
}
