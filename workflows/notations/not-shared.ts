import { Schema } from "effect"

/** Something that one notation says and the other has no word for: it is named, not dropped. */
export const NotShared = Schema.Struct({
  /** What it is called where it was said: `deviceType`, `assign.where`. */
  property: Schema.String,
  value: Schema.Json,
  /** Why it does not go over, and what to do about it. */
  why: Schema.String,
}).annotate({ identifier: "NotShared" })
export type NotShared = typeof NotShared.Type

/** Names something that does not go over, where it does not. */
export const unless = (goesOver: boolean, notShared: NotShared): ReadonlyArray<NotShared> =>
  goesOver ? [] : [notShared]
