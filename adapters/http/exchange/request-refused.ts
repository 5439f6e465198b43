import { Schema } from "effect"

/** One thing that is wrong with a request, and where: `body`, `targeted[0].category`. */
export const Mistake = Schema.Struct({
  in: Schema.Literals(["body", "query", "path", "header"]),
  /** Empty for the whole of it. */
  path: Schema.String,
  detail: Schema.String,
}).annotate({ identifier: "Mistake" })
export type Mistake = typeof Mistake.Type

/** A request that cannot be understood or is not let in; it never reached a command. */
export class RequestRefused extends Schema.TaggedError<RequestRefused>()("RequestRefused", {
  status: Schema.Int,
  code: Schema.String,
  what: Schema.String,
  remedy: Schema.String,
  mistakes: Schema.optionalKey(Schema.Array(Mistake)),
  /** Headers that the answer needs: `Allow`, `Retry-After`. */
  headers: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}
