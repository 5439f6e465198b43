/** Something that must never be, and what was seen. */
export interface Violation {
  readonly rule: string
  readonly what: string
  /** Milliseconds of virtual time since the beginning. */
  readonly at: number
}

/** Takes note of what must never be; only the first of each rule says something new. */
export const makeNotes = (elapsed: () => number) => {
  const violations: Array<Violation> = []
  return {
    violations,
    broken(rule: string, what: string): void {
      if (violations.some((one) => one.rule === rule)) return
      violations.push({ rule, what, at: elapsed() })
    },
  }
}

export type Notes = ReturnType<typeof makeNotes>
