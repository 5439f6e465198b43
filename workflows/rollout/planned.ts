import type { MachineRef, ProfileSettings } from "#domain/profile"
import type { Intent } from "./intents.ts"
import type { ProfileChange } from "./plan-file.ts"

/** Something that is wanted, and what it comes to. */
export interface Planned {
  readonly intent: Intent
  readonly change: ProfileChange
}

/** The settings of a version, published or about to be; null where there are none. */
export type SettingsOf = (ref: MachineRef | null) => ProfileSettings | null
