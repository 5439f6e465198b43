import { Schema } from "effect"

/** Something in a store that is not as it has to be. */
export const CheckFinding = Schema.Struct({
  /** Stable, for programs. */
  code: Schema.Literals(["file-damaged", "out-of-place", "unreadable", "does-not-follow", "not-folded"]),
  what: Schema.String,
  /** Position, stream and revision of an event, or a file. */
  where: Schema.String,
  remedy: Schema.String,
})
export type CheckFinding = typeof CheckFinding.Type

const MOST_FINDINGS = 100

/** Gathers findings; those beyond the first hundred are counted only. */
export const makeFindings = () => {
  const findings: Array<CheckFinding> = []
  let further = 0
  return {
    add(finding: CheckFinding) {
      if (findings.length < MOST_FINDINGS) findings.push(finding)
      else further += 1
    },
    all: () => ({ findings, further }),
  }
}

export type Findings = ReturnType<typeof makeFindings>
