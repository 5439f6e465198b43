import { Schema } from "effect"

const whole = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

export const u8 = whole(0xff)
export const u16 = whole(0xffff)
export const u32 = whole(0xffff_ffff)
/** An unsigned 64-bit field; values that a JSON number cannot hold exactly stay raw. */
export const u64 = whole(Number.MAX_SAFE_INTEGER)
export const i8 = Schema.Int.check(Schema.isBetween({ minimum: -128, maximum: 127 }))

/** Bytes as lower-case hexadecimal text. */
export const hex = Schema.String.check(
  Schema.isPattern(/^([0-9a-f]{2})*$/, { message: "Expected pairs of lower-case hexadecimal digits" }),
)

/** Exactly `bytes` bytes as lower-case hexadecimal text. */
export const hexOf = (bytes: number) =>
  Schema.String.check(
    Schema.isPattern(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), {
      message: `Expected ${bytes} bytes as ${bytes * 2} lower-case hexadecimal digits`,
    }),
  )

/** Text that UTF-8 and UTF-16 can carry without loss. */
export const wellFormed = Schema.String.check(
  Schema.makeFilter((text: string) => text.isWellFormed() || "Expected text without half a surrogate pair"),
)
