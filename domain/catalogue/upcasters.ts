import type { Schema } from "effect"
import type { DomainFactType } from "./event-types.ts"

/** Brings the data of an event from one version of its schema to the next. */
export type Upcaster = (data: Schema.JsonObject) => Schema.JsonObject

/** The upcasters of types that were changed, oldest first: the first brings version 1 to 2, the next 2 to 3. */
export interface Upcasters {
  readonly [type: string]: ReadonlyArray<Upcaster> | undefined
}

/**
 * The registry of what became of events: with another shape, a type gets an upcaster here, and thereby its next version. A version
 * that only adds what may be absent needs no more than `(data) => data`.
 *
 * @example DeviceNamed: [(data) => ({ ...data, before: null })]
 */
export const upcasters: Upcasters & { readonly [Type in DomainFactType]?: ReadonlyArray<Upcaster> } = {
  // An app may say which restart it asks for.
  EspItemReported: [(data) => data],
  // Version 2 may say why the page is not shown.
  EspPhaseStarted: [(data) => data],
  // Version 2 says whether the profile has a page of its own; before, every profile had.
  ProfilePublished: [(data) => data],
}

/** The newest version of a type: the one that new events are written with. */
export const newestVersion = (type: string, registry: Upcasters): number => 1 + (registry[type]?.length ?? 0)

/** Applies the upcasters of a type one after the other, from the version stored to the newest. */
export const upcast = (
  {
    data,
    type,
    version,
  }: { readonly type: string; readonly version: number; readonly data: Schema.JsonObject },
  registry: Upcasters,
): Schema.JsonObject =>
  (registry[type] ?? []).slice(version - 1).reduce((older, upcaster) => upcaster(older), data)
