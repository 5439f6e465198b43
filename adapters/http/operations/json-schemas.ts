import { JsonSchema, Schema } from "effect"

/** A Schema in OpenAPI's JSON Schema. */
export type Described = JsonSchema.JsonSchema

/** One parameter of a path or query. */
export interface Parameter {
  readonly name: string
  readonly required: boolean
  readonly schema: Described
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Turns Schemas into JSON Schema one by one, and collects what they name of themselves as components. */
export const makeSchemas = () => {
  const components: Record<string, Described> = {}

  /** @param excess whether keys that the Schema does not know are refused, as in bodies of requests */
  const describe = (schema: Schema.Constraint, excess: "error" | "ignore"): Described => {
    const {
      definitions,
      dialect,
      schema: own,
    } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: excess })
    const converted = JsonSchema.toMultiDocumentOpenApi3_1({ dialect, schemas: [own], definitions })
    Object.assign(components, converted.definitions)
    return converted.schemas[0]
  }

  const parameters = (schema: Schema.Constraint): ReadonlyArray<Parameter> => {
    const { properties, required } = describe(schema, "ignore")
    if (!isRecord(properties)) return []
    return Object.entries(properties).map(([name, described]) => ({
      name,
      required: Array.isArray(required) && required.includes(name),
      schema: isRecord(described) ? described : {},
    }))
  }

  return { components, describe, parameters }
}

export type Schemas = ReturnType<typeof makeSchemas>
