import { Schema } from "effect"

/** One setting that is not what it was; null where there was or is none. */
export const SettingChange = Schema.Struct({
  /** Where it stands: `enrollmentStatus.timeoutMillis`. */
  setting: Schema.String,
  before: Schema.Json,
  after: Schema.Json,
})
export type SettingChange = typeof SettingChange.Type

type Json = Schema.Json

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The settings that differ between two objects, by their paths; lists are compared as a whole. */
export const diffSettings = (
  before: { readonly [key: string]: Json },
  after: { readonly [key: string]: Json },
  path = "",
): ReadonlyArray<SettingChange> =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const setting = path === "" ? key : `${path}.${key}`
    const [a, b] = [before[key], after[key]]
    if (isObject(a) && isObject(b)) return diffSettings(a, b, setting)
    return same(a, b) ? [] : [{ setting, before: a ?? null, after: b ?? null }]
  })
