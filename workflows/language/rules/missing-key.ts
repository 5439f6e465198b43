import type { Check } from "../finding.ts"

/** A key that must be there. */
export const missingKey: Check = { code: "FL005", severity: "error", title: "A required key is missing" }
