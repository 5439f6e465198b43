import { randomBytes } from "node:crypto"
import { Layer } from "effect"
import { Entropy } from "#workflows/ports"

/** Randomness of the operating system, fit for keys. */
export const systemEntropy: Layer.Layer<Entropy> = Layer.succeed(
  Entropy,
  Entropy.of({ bytes: (size) => new Uint8Array(randomBytes(size)) }),
)
