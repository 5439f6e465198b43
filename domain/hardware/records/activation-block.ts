import { Schema } from "effect"
import { reader, writer } from "../bytes.ts"
import { u16 } from "./fields.ts"

const COUNTERS = 10

/**
 * Record 37: it looks like the block that Windows activation identifies hardware by. What its counters and values
 * mean is not public; the shape is. There are as many values as the counters' sum, and two.
 */
export const ActivationBlock = Schema.Struct({
  record: Schema.tag("ActivationBlock"),
  counters: Schema.Array(u16).check(Schema.isMinLength(COUNTERS), Schema.isMaxLength(COUNTERS)),
  values: Schema.Array(u16),
}).check(
  Schema.makeFilter(
    ({ counters, values }) =>
      values.length === expectedValues(counters) ||
      `Expected ${expectedValues(counters)} values, by the counters`,
  ),
)
export type ActivationBlock = typeof ActivationBlock.Type

const expectedValues = (counters: ReadonlyArray<number>): number =>
  counters.reduce((sum, counter) => sum + counter, 2)

export const readActivationBlock = (payload: Uint8Array): ActivationBlock | undefined => {
  if (payload.length < 8 + 2 * COUNTERS) return undefined
  const from = reader(payload)
  const [outer, inner] = [from.u32(), from.u32()]
  if (outer !== payload.length - 4 || inner !== outer) return undefined
  const counters = Array.from({ length: COUNTERS }, from.u16)
  if (from.left() !== 2 * expectedValues(counters)) return undefined
  return {
    record: "ActivationBlock",
    counters,
    values: Array.from({ length: expectedValues(counters) }, from.u16),
  }
}

export const writeActivationBlock = ({ counters, values }: ActivationBlock): Uint8Array => {
  const out = writer()
  const size = 4 + 2 * (counters.length + values.length)
  out.u32(size)
  out.u32(size)
  for (const value of [...counters, ...values]) out.u16(value)
  return out.bytes()
}
