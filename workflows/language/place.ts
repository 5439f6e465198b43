import type { Path } from "./source.ts"

/** Where a path leads, in words: `state "joined"`, `"timeout" of state "joined"`, `"blocking" of "apps"`. */
export const placeOf = (path: Path): string => {
  const state = path.findLastIndex((step, index) => path[index - 1] === "states" && typeof step === "string")
  const rest = path.slice(state + 1).filter((step) => typeof step === "string")
  const owner = state === -1 ? [] : [`state ${JSON.stringify(path[state])}`]
  const words = [...rest.map((step) => JSON.stringify(step)).reverse(), ...owner]
  return words.length === 0 ? "the file" : words.join(" of ")
}
