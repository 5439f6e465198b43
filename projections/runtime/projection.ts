import type { DomainFact, DomainFactType } from "#domain/catalogue"
import type { Metadata, OpenedValues, Timestamp } from "#domain/kernel"
import type { Position } from "#workflows/ports"
import type { TableLayout, Write } from "./table.ts"

/** Where an event stands and what it says of itself. */
export interface EventPlace {
  readonly stream: string
  /** The id in the stream's name: of the device, the tenant, the profile, ... */
  readonly id: string
  readonly revision: number
  readonly position: Position
  readonly recordedAt: Timestamp
  /** Empty for the few events that belong to no tenant. */
  readonly tenantId: string
  readonly metadata: Metadata
}

type DataOf<Type extends DomainFactType> = Extract<DomainFact, { readonly type: Type }>["data"]

interface EventOf<Type extends DomainFactType> extends EventPlace {
  readonly type: Type
  readonly data: DataOf<Type>
  /** What is personal in it, readable; `values` is null for a person whose key was erased. */
  readonly personal: ReadonlyArray<OpenedValues>
}

/** An event as a projection gets it: decoded to the newest version of its type. */
export type ProjectedEvent<Type extends DomainFactType = DomainFactType> = {
  [One in Type]: EventOf<One>
}[Type]

/** What each type of event writes. */
export type Handlers = {
  readonly [Type in DomainFactType]?: (event: ProjectedEvent<Type>) => ReadonlyArray<Write>
}

/** A read model: pure functions from events to writes on tables that nobody else writes. */
export interface Projection {
  readonly name: string
  /** Another version is built anew from the log. */
  readonly version: number
  readonly tables: ReadonlyArray<TableLayout>
  /** The types of events that `apply` is given. */
  readonly handles: ReadonlySet<string>
  apply(event: ProjectedEvent): ReadonlyArray<Write>
  /** For what is in the metadata: sees every event of the log, after `apply`. */
  readonly applyAny?: (place: EventPlace) => ReadonlyArray<Write>
}

const nothing: ReadonlyArray<Write> = []

const dispatch = <Type extends DomainFactType>(
  handlers: { readonly [One in Type]?: (event: EventOf<One>) => ReadonlyArray<Write> },
  event: ProjectedEvent<Type>,
): ReadonlyArray<Write> => handlers[event.type]?.(event) ?? nothing

/**
 * Defines a read model.
 *
 * @example
 * projection({
 *   name: "tenants",
 *   version: 1,
 *   tables: [tenants],
 *   on: { TenantCreated: ({ data, id }) => [tenants.put({ id, name: data.name })] },
 * })
 */
export const projection = ({
  on = {},
  ...definition
}: Omit<Projection, "handles" | "apply"> & { readonly on?: Handlers }): Projection => ({
  ...definition,
  handles: new Set(Object.keys(on)),
  apply: (event) => dispatch(on, event),
})

/** A personal value of a person in an event; null where it is not there or the person was erased. */
export const personalValue = (
  { personal }: { readonly personal: ReadonlyArray<OpenedValues> },
  subject: string,
  name: string,
): string | null =>
  personal.find((one) => one.subject === subject && one.values?.[name] !== undefined)?.values?.[name] ?? null
