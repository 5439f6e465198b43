import { Layer } from "effect"
import { Entropy } from "#workflows/ports"

/** The generator mulberry32: a 32-bit state, good enough to be repeatable, never good enough for a secret. */
export const mulberry32 = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Entropy that gives the same bytes again for the same seed. */
export const seededEntropy = (seed = 1): Layer.Layer<Entropy> =>
  Layer.sync(Entropy, () => {
    const next = mulberry32(seed)
    return Entropy.of({ bytes: (size) => Uint8Array.from({ length: size }, () => next() & 0xff) })
  })
