import type { Explored } from "./graph.ts"

/** The paths of all states that a device can be in, outer ones too. */
export const reachedIn = ({ places }: Explored): ReadonlySet<string> => {
  const reached = new Set<string>([""])
  for (const { states } of places)
    for (const path of states) {
      const names = path.split(".")
      for (const index of names.keys()) reached.add(names.slice(0, index + 1).join("."))
    }
  return reached
}
