import { Context } from "effect"

/** Where randomness comes from: real in production, seeded in a simulation. */
export class Entropy extends Context.Service<
  Entropy,
  {
    /** `size` random bytes. */
    bytes(size: number): Uint8Array
  }
>()("flightlog/workflows/ports/Entropy") {}
