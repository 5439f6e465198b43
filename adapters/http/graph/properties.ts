import { Schema } from "effect"
import { NO_DATE } from "#projections/runtime"

/** The versions of Microsoft Graph that are served. */
export const VERSIONS = ["v1.0", "beta"] as const
export type Version = (typeof VERSIONS)[number]

/** What a property holds: its Schema, and what is answered where nothing is known of it. */
export interface Kind {
  readonly schema: Schema.Constraint
  readonly absent: string | number | boolean | null | ReadonlyArray<never>
  /** Values that v1.0 does not know; it says `absent` instead. */
  readonly onlyBeta: ReadonlyArray<string>
}

const kind = (
  schema: Kind["schema"],
  absent: Kind["absent"],
  onlyBeta: ReadonlyArray<string> = [],
): Kind => ({
  schema,
  absent,
  onlyBeta,
})

export const text = kind(Schema.NullOr(Schema.String), null)
/** Never null: what is not set is the first moment that .NET knows. */
export const date = kind(Schema.String, NO_DATE)
/** ISO 8601, as `PT12M3S`; never null. */
export const duration = kind(Schema.String, "PT0S")
export const flag = kind(Schema.Boolean, false)
export const flagOrNull = kind(Schema.NullOr(Schema.Boolean), null)
export const count = kind(Schema.Int, 0)
/** A list that Flightlog has nothing for. */
export const list = kind(Schema.Array(Schema.Json), [])
/** A complex value that Flightlog has nothing for. */
export const complex = kind(Schema.NullOr(Schema.JsonObject), null)
/** One of some words, never null; the first one where nothing is known. */
export const oneOf = (first: string, ...others: ReadonlyArray<string>): Kind =>
  kind(Schema.Literals([first, ...others]), first)

/** Words of which v1.0 does not have some. */
export const oneOfMore = (words: Kind, ...onlyBeta: ReadonlyArray<string>): Kind => ({
  ...words,
  schema: Schema.Union([words.schema, Schema.Literals(onlyBeta)]),
  onlyBeta,
})

/** The properties of a type beside `id`: what they hold, and in which versions they are. */
export interface PropertyTable {
  readonly [name: string]: Kind & { readonly versions: ReadonlyArray<Version> }
}

/** A property of both versions. */
export const both = (held: Kind) => ({ ...held, versions: VERSIONS })
/** A property of beta alone. */
export const beta = (held: Kind) => ({ ...held, versions: ["beta"] as const })

/** A type of Graph over what a read model knows. */
export interface EntityType<Known> {
  /** `windowsAutopilotDeviceIdentity` */
  readonly name: string
  readonly properties: PropertyTable
  /** What is known of its properties; what is left out or null is answered by the table. */
  readonly known: (of: Known) => { readonly id: string; readonly [property: string]: unknown }
}

const valueIn = (version: Version, { absent, onlyBeta }: Kind, value: unknown): unknown =>
  version === "v1.0" && typeof value === "string" && onlyBeta.includes(value) ? absent : (value ?? absent)

const propertiesIn = (version: Version, table: PropertyTable) =>
  Object.entries(table).filter(([, { versions }]) => versions.includes(version))

/** What makes an entity of one version: its properties in the order of the table, whatever a read model leaves out. */
export const entityMaker = <Known>({ known, properties }: EntityType<Known>, version: Version) => {
  const held = propertiesIn(version, properties)
  return (of: Known) => {
    const values = known(of)
    return {
      id: values.id,
      ...Object.fromEntries(held.map(([name, kind]) => [name, valueIn(version, kind, values[name])])),
    }
  }
}

/** The Schema of an entity in one version. */
export const entitySchema = <Known>({ name, properties }: EntityType<Known>, version: Version) => {
  const fields = Object.fromEntries(
    propertiesIn(version, properties).map(([property, { schema }]) => [property, schema]),
  )
  return Schema.Struct({ id: Schema.String, ...fields }).annotate({ identifier: `${name}.${version}` })
}
