/** What is remembered by name: a cache that lets go of what it was given longest ago. */
export interface Kept<Value> {
  get(name: string): Value | undefined
  keep(name: string, value: Value): void
}

/** Makes a memory of at most so many values. */
export const makeKept = <Value>(most: number): Kept<Value> => {
  const values = new Map<string, Value>()
  return {
    get: (name) => values.get(name),
    keep: (name, value) => {
      values.delete(name)
      values.set(name, value)
      const [oldest] = values.keys()
      if (values.size > most && oldest !== undefined) values.delete(oldest)
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
