import { mulberry32 } from "../support/seeded-entropy.ts"

/** All that is left to chance in a simulation: the same seed throws the same numbers. */
export interface Dice {
  /** From 0 up to, and without, `below`. */
  below(below: number): number
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<A>(items: ReadonlyArray<A>): A
}

const TWO_TO_32 = 2 ** 32

/** Dice from a seed. */
export const makeDice = (seed: number): Dice => {
  const next = mulberry32(seed)
  const below = (limit: number) => Math.floor((next() / TWO_TO_32) * limit)
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() / TWO_TO_32 < probability,
    pick: (items) => items[below(items.length)]!,
  }
}
