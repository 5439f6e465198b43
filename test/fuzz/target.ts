import fc from "fast-check"

/** Inputs of one seed, each of which can be played by its place. */
export interface Batch {
  readonly size: number
  /** Throws where the program did not keep to what it promises for any input. */
  play(place: number): void | Promise<void>
  /** The input as text, to be looked at. */
  says(place: number): string
}

/** A target that is ready to be played. */
export interface Opened {
  batch(seed: number, size: number): Batch
  close(): Promise<void>
}

/** A part of the program that takes bytes from outside. */
export interface Target {
  readonly name: string
  /** How many of the inputs of a whole run are its own. */
  readonly share: number
  open(): Promise<Opened>
}

/** The inputs of a seed, and what is to hold for each. */
export const batchOf = <A>(
  arbitrary: fc.Arbitrary<A>,
  check: (input: A) => void | Promise<void>,
  { seed, size }: { readonly seed: number; readonly size: number },
): Batch => {
  const inputs = fc.sample(arbitrary, { seed, numRuns: size })
  return {
    size: inputs.length,
    play: (place) => check(inputs[place]!),
    says: (place) => fc.stringify(inputs[place]),
  }
}

/** A target that keeps nothing from one input to the next. */
export const pure = <A>(
  name: string,
  share: number,
  arbitrary: fc.Arbitrary<A>,
  check: (input: A) => void,
): Target => ({
  name,
  share,
  open: async () => ({
    batch: (seed, size) => batchOf(arbitrary, check, { seed, size }),
    close: async () => {},
  }),
})
