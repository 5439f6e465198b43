import type { Check, Problem } from "./finding.ts"
import type { Subject } from "./subject.ts"

/** A check of what a document means, beyond its shape. */
export interface Rule extends Check {
  /** Looks at the whole workflow, after the others: states with mistakes are unclear then. */
  readonly last?: true
  readonly run: (subject: Subject) => Iterable<Problem>
}
