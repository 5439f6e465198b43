import { Schema } from "effect"

/** The read models could not be read or written, or did not reach a position in time. */
export class ReadModelsFailure extends Schema.TaggedError<ReadModelsFailure>()("ReadModelsFailure", {
  reason: Schema.String,
  remedy: Schema.String,
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  override get message() {
    return `${this.reason} ${this.remedy}`
  }
}
