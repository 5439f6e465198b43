import { Schema } from "effect"

/** A text that says something, of at most so many characters. */
export const text = (longest: number) =>
  Schema.Trim.pipe(Schema.check(Schema.isMinLength(1), Schema.isMaxLength(longest)))

/** A user principal name, as it is written. */
export const UserName = text(256).annotate({ description: "ann@contoso.com" })
