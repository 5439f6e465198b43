import { randomFillSync } from "node:crypto"
import { Layer } from "effect"
import { Entropy } from "#workflows/ports"

/** Asked of the operating system at once, and handed out in parts: a call for each salt would cost more than the salt. */
const POOL = 8_192

const pooled = () => {
  const pool = new Uint8Array(POOL)
  let used = POOL
  return (size: number): Uint8Array => {
    if (size > POOL) return randomFillSync(new Uint8Array(size))
    if (used + size > POOL) {
      randomFillSync(pool)
      used = 0
    }
    const bytes = pool.slice(used, used + size)
    // What was given away is not kept.
    pool.fill(0, used, used + size)
    used += size
    return bytes
  }
}

/** Randomness of the operating system, fit for keys. */
export const systemEntropy: Layer.Layer<Entropy> = Layer.succeed(Entropy, Entropy.of({ bytes: pooled() }))
