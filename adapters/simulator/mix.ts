import { createHash } from "node:crypto"
import type { Plan } from "./plan.ts"
import { PLANS } from "./plans.ts"

/** A plan, and how often it is drawn beside the others. */
export interface Part {
  readonly plan: Plan
  readonly share: number
}

/** Every plan by its own share. */
const MIX: ReadonlyArray<Part> = PLANS.map((plan) => ({ plan, share: plan.share }))

/** A number from 0 to 1 that is the same for the same seed, device and question. */
export const drawn = (seed: string, number: number, question: string): number =>
  createHash("sha256")
    .update(JSON.stringify([seed, number, question]))
    .digest()
    .readUInt32BE() /
  2 ** 32

/** The plan that a device draws from a mix. */
export const drawPlan = (mix: ReadonlyArray<Part>, seed: string, number: number): Plan | undefined => {
  let left = drawn(seed, number, "plan") * mix.reduce((sum, { share }) => sum + share, 0)
  return mix.find(({ share }) => {
    left -= share
    return left < 0
  })?.plan
}

const SHARE = /^([a-z-]+)=([1-9]\d{0,5})$/

const partOf = (text: string): Part | undefined => {
  const [, name = text, share = "1"] = SHARE.exec(text) ?? []
  const plan = PLANS.find((one) => one.name === name)
  return plan === undefined ? undefined : { plan, share: Number(share) }
}

/**
 * Reads a mix as people write it: `mix` for all plans by their own shares, one name, or names with shares.
 *
 * @example readMix("straight=8,no-licence=2")
 * @returns the mix, or the part that names no plan
 */
export const readMix = (
  text: string,
): { readonly mix: ReadonlyArray<Part> } | { readonly unknown: string } => {
  if (text === "mix") return { mix: MIX }
  const parts = text.split(",").map((part) => part.trim())
  const unknown = parts.find((part) => partOf(part) === undefined)
  return unknown === undefined ? { mix: parts.flatMap((part) => partOf(part) ?? []) } : { unknown }
}
