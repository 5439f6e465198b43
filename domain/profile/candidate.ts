import { Schema } from "effect"

/** One profile that was weighed for a device, by which rule, and why it won or lost. */
export const Candidate = Schema.Struct({
  name: Schema.String,
  version: Schema.Int,
  /** The rule that decided: `groupTag "sales"`, `all devices`, `where ...`. */
  rule: Schema.String,
  won: Schema.Boolean,
  why: Schema.String,
})
export type Candidate = typeof Candidate.Type
