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

/**
 * The way that leads through states, by the paths of the innermost ones each time they changed; in the last ones the
 * device is. What stayed as it was in another region was neither left nor come to.
 */
export const litOf = (ways: ReadonlyArray<ReadonlyArray<string>>): Way => {
  const now = ways.at(-1) ?? []
  const been = ways.flat()
  const steps = ways.slice(1).map((to, index) => {
    const from = ways[index] ?? []
    return {
      left: from.filter((path) => !to.includes(path)),
      came: to.filter((path) => !from.includes(path)),
    }
  })
  return {
    lit: (path) => {
      if (now.some((one) => isAround(path, one))) return "now"
      return been.some((one) => isAround(path, one)) ? "passed" : null
    },
    took: (from, to) =>
      steps.some(
        ({ came, left }) =>
          left.some((path) => isAround(from, path)) && came.some((path) => isAround(to, path)),
      ),
  }
}
