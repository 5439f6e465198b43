import type { Check } from "../finding.ts"

/** Two states inside different states may share a name, but a target must say which one it means. */
export const ambiguousState: Check = {
  code: "FL021",
  severity: "error",
  title: "A transition leads to a name that several states have",
}
