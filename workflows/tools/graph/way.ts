/** Whether a device is in a state, was in it, or was never there. */
export type Lit = "now" | "passed" | null

/** The way of a device through a statechart. */
export interface Way {
  lit(path: string): Lit
  /** Whether it ever went from one state, or one inside it, to another. */
  took(from: string, to: string): boolean
}

const isAround = (outer: string, path: string): boolean =>
  outer === "" || path === outer || path.startsWith(`${outer}.`)

/** The way that leads through states, by their paths in order; the last one is where the device is. */
export const litOf = (stays: ReadonlyArray<string>): Way => {
  const now = stays.at(-1)
  const steps = stays.slice(1).map((to, index) => [stays[index] ?? "", to] as const)
  return {
    lit: (path) => {
      if (now !== undefined && isAround(path, now)) return "now"
      return stays.some((stay) => isAround(path, stay)) ? "passed" : null
    },
    took: (from, to) => steps.some(([left, came]) => isAround(from, left) && isAround(to, came)),
  }
}
