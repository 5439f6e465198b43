import { Schema } from "effect"

/**
 * Who caused an event. `id` is never a name: for a person it is the subject id under which the name is sealed,
 * for a device its device id, for a process its name.
 */
export const Actor = Schema.Struct({
  kind: Schema.Literals(["administrator", "user", "partner", "device", "process", "system"]),
  id: Schema.NonEmptyString,
})
export type Actor = typeof Actor.Type
