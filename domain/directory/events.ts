import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

const Membership = Schema.Struct({
  userId: Schema.String,
  groupId: Schema.String,
  /** What the group was called then. */
  name: Schema.String,
})

/** Every event of a user stream, by type. `userId` is the person's subject id; names are sealed beside it. */
export const directoryEvents = {
  UserAdded: Schema.Struct({ userId: Schema.String }),
  LicenceAssigned: Schema.Struct({ userId: Schema.String, licence: Schema.String }),
  LicenceRemoved: Schema.Struct({ userId: Schema.String, licence: Schema.String }),
  UserAddedToGroup: Membership,
  UserRemovedFromGroup: Membership,
  /** What is personal of somebody was destroyed, in every tenant: names in earlier events cannot be read any more. */
  SubjectErased: Schema.Struct({ userId: Schema.String, reason: Schema.String }),
}

/** An event of a user stream, before it has an envelope. */
export type DirectoryFact = FactOf<typeof directoryEvents>

/** Every event of a group stream, by type. Members are told in the streams of devices and users. */
export const groupEvents = {
  GroupCreated: Schema.Struct({
    groupId: Schema.String,
    name: Schema.String,
    description: Schema.String,
    /** As Microsoft Entra writes it; null where members are added one by one. */
    membershipRule: Schema.NullOr(Schema.String),
  }),
}

/** An event of a group stream, before it has an envelope. */
export type GroupFact = FactOf<typeof groupEvents>
