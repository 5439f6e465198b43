import type { Check, Problem } from "./finding.ts"
import type { Subject } from "./subject.ts"

/** A check of what a document means, beyond its shape. */
export interface Rule extends Check {
  readonly run: (subject: Subject) => Iterable<Problem>
}
