/** A person's key, `null` where it was erased. */
export type StoredKey = Uint8Array | null

/** The most keys that are kept in memory: about a megabyte. */
const KEPT = 10_000

/**
 * Keys that were read from the file. `dataVersion` changes when another process has written the file; it is asked once in a turn of the
 * event loop, so that an erasure by another process is noticed within that turn, at the cost of one look for all keys read in it.
 */
export const makeCache = (dataVersion: () => number) => {
  const kept = new Map<string, StoredKey>()
  let seen = dataVersion()
  let isLookedAt = false

  const look = () => {
    if (isLookedAt) return
    const version = dataVersion()
    if (version !== seen) kept.clear()
    seen = version
    isLookedAt = true
    setImmediate(() => {
      isLookedAt = false
    })
  }

  return {
    /** The key, if it is known here and nobody else has written the file since. */
    get(subject: string): StoredKey | undefined {
      look()
      return kept.get(subject)
    },
    set(subject: string, key: StoredKey) {
      kept.delete(subject)
      kept.set(subject, key)
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    },
  }
}
