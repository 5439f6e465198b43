import type { Schema } from "effect"

/** Brings the data of an event from one version of its schema to the next. */
type Upcaster = (data: Schema.JsonObject) => Schema.JsonObject

/** By event type and the version it starts from: `"DeviceRegistered:1"` gives version 2. */
const upcasters: { readonly [typeAndVersion: string]: Upcaster } = {}

/** Applies the upcasters of a type one after the other, from the version stored to the newest. */
export const upcast = (type: string, version: number, data: Schema.JsonObject): Schema.JsonObject => {
  const next = upcasters[`${type}:${version}`]
  return next === undefined ? data : upcast(type, version + 1, next(data))
}
