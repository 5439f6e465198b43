import { Schema } from "effect"

/** What kind of "no" a refusal is; the edges map it to an HTTP status and an exit code in one table each. */
export const RefusalKind = Schema.Literals([
  "invalid",
  "forbidden",
  "unknown",
  "conflict",
  "unprocessable",
  "limited",
])
export type RefusalKind = typeof RefusalKind.Type

/**
 * A command that the rules do not allow. It stores nothing; the same command may be taken later.
 *
 * `code` is stable and meant for programs (`device-registered-elsewhere`); `number` is the code that Windows
 * Autopilot gives in the same place, where it has one (`808`, `0x80180018`).
 */
export class Refusal extends Schema.TaggedError<Refusal>()("Refusal", {
  kind: RefusalKind,
  code: Schema.String,
  number: Schema.optionalKey(Schema.String),
  what: Schema.String,
  remedy: Schema.String,
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}
