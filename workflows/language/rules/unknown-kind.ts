import type { Check } from "../finding.ts"

/** `kind` decides which keys a file may have. */
export const unknownKind: Check = {
  code: "FL007",
  severity: "error",
  title: "The kind or the language version is unknown",
}
