import { Schema } from "effect"
import { FileError } from "#adapters/csv"

/** The file is XML, but not the report of the OA3 tool. */
export class NotOa3Report extends Schema.TaggedError<NotOa3Report>()("NotOa3Report", {
  problem: Schema.Literals(["no key", "no hash", "decoded hash", "document type", "too many"]),
  /** Line of the file where it was noticed, counted from 1. */
  line: Schema.Int,
  /** The first element of the file. */
  found: Schema.NullOr(Schema.String),
}) {
  get what(): string {
    switch (this.problem) {
      case "no key":
        return `The file is XML, but its first element is ${this.found === null ? "missing" : `<${this.found}>`}; a report of the OA3 tool begins with <Key>.`
      case "no hash":
        return `The <Key> in line ${this.line} has no <HardwareHash>.`
      case "decoded hash":
        return "The file is what the OA3 tool prints of a hash that it decodes; the hash itself is not in it."
      case "document type":
        return `Line ${this.line} declares a document type or an entity; a report of the OA3 tool has none.`
      default:
        return "The file has more reports than one import takes."
    }
  }
  readonly remedy =
    "Take the OA3.xml that oa3tool /Report writes: <Key>...<ProductKeyID>...<HardwareHash>...</Key>."
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** Why a file of devices was not taken at all. */
export const DeviceFileError = Schema.Union([...FileError.members, NotOa3Report])
export type DeviceFileError = typeof DeviceFileError.Type
