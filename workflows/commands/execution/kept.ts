/** What is remembered by name: a cache that lets go of what it was given longest ago. */
export interface Kept<Value> {
  get(name: string): Value | undefined
  keep(name: string, value: Value): void
}

const one = () => 1

/**
 * Makes a memory of values that weigh at most so much together, the newest one whatever it weighs.
 *
 * @param weightOf what a value weighs as it is kept; where nothing is said, 1
 */
export const makeKept = <Value>(most: number, weightOf: (value: Value) => number = one): Kept<Value> => {
  const entries = new Map<string, { readonly value: Value; readonly weight: number }>()
  let weight = 0
  const drop = (name: string) => {
    weight -= entries.get(name)?.weight ?? 0
    entries.delete(name)
  }
  return {
    get: (name) => entries.get(name)?.value,
    keep: (name, value) => {
      drop(name)
      const entry = { value, weight: weightOf(value) }
      entries.set(name, entry)
      weight += entry.weight
      for (const oldest of entries.keys()) {
        if (weight <= most || oldest === name) return
        drop(oldest)
      }
    },
  }
}

/** A memory of at most so many values for each owner, for as long as that owner lives. */
export const keptFor = <Owner extends object, Value>(most: number) => {
  const byOwner = new WeakMap<Owner, Kept<Value>>()
  return (owner: Owner): Kept<Value> => {
    const known = byOwner.get(owner) ?? makeKept<Value>(most)
    byOwner.set(owner, known)
    return known
  }
}
