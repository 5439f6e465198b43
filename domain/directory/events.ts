import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

/** Every event of a user stream, by type. `userId` is the person's subject id; names are sealed beside it. */
export const directoryEvents = {
  UserAdded: Schema.Struct({ userId: Schema.String }),
  LicenceAssigned: Schema.Struct({ userId: Schema.String, licence: Schema.String }),
  LicenceRemoved: Schema.Struct({ userId: Schema.String, licence: Schema.String }),
  /** What is personal of somebody was destroyed, in every tenant: names in earlier events cannot be read any more. */
  SubjectErased: Schema.Struct({ userId: Schema.String, reason: Schema.String }),
}

/** An event of a user stream, before it has an envelope. */
export type DirectoryFact = FactOf<typeof directoryEvents>
