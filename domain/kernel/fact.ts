import type { Schema } from "effect"
import type { PersonalValues } from "./envelope.ts"
import type { Timestamp } from "./timestamp.ts"

/** The types and data of a room's events, as Schemas by event type. */
interface EventSchemas {
  readonly [type: string]: Schema.Codec<{ readonly [key: string]: unknown }, Schema.JsonObject>
}

/** What happened, before it has an envelope: one of the events that `Schemas` describes. */
export type FactOf<Schemas extends EventSchemas> = {
  readonly [Type in keyof Schemas & string]: {
    readonly type: Type
    readonly data: Schemas[Type]["Type"]
    /** What of it is personal; sealed apart from the data. */
    readonly personal?: ReadonlyArray<PersonalValues>
  }
}[keyof Schemas & string]

/** When an event counts as having happened: the time it was recorded, or for a time-out the time it was due. */
export interface Occurred {
  readonly at: Timestamp
}
