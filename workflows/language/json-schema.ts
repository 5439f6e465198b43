import { JsonSchema, Schema } from "effect"
import { AnyDocument } from "./schema/document.ts"

type Json = Schema.Json

type JsonObject = { readonly [key: string]: Json }

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const onlyDescribes = (value: Json): value is { readonly description: string } =>
  isObject(value) && Object.keys(value).join() === "description"

/** Any key that is not required may say `~`: then what the base says there does not apply. */
const removable = (value: JsonObject): JsonObject => {
  const { properties, required } = value
  if (!isObject(properties)) return value
  const needed: ReadonlyArray<Json> = Array.isArray(required) ? required : []
  const entries = Object.entries(properties).map(([key, schema]): [string, Json] => {
    if (needed.includes(key) || !isObject(schema)) return [key, schema]
    const { description, ...rest } = schema
    return [key, { ...(description === undefined ? {} : { description }), anyOf: [rest, { type: "null" }] }]
  })
  return { ...value, properties: Object.fromEntries(entries) }
}

/** Editors show the description beside a type, not one hidden in `allOf`. */
const described = (value: Json, finish: (value: JsonObject) => JsonObject): Json => {
  if (Array.isArray(value)) return value.map((part: Json) => described(part, finish))
  if (!isObject(value)) return value
  const { allOf, ...rest } = value
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, child]) => [key, described(child, finish)]),
  )
  if (!Array.isArray(allOf)) return finish(inner)
  const description = allOf.find(onlyDescribes)?.description
  const others = allOf.filter((part) => !onlyDescribes(part)).map((part: Json) => described(part, finish))
  return finish({
    ...(description === undefined ? {} : { description }),
    ...inner,
    ...(others.length === 0 ? {} : { allOf: others }),
  })
}

/**
 * The JSON Schema (draft 07) of files that people write, for editors: made from the Schema that reads them.
 *
 * @param finish what else becomes of each part
 */
export const editorSchema = (
  schema: Schema.Top,
  title: string,
  finish: (value: JsonObject) => JsonObject = (value) => value,
): Json => {
  const document = JsonSchema.toDocumentDraft07(
    Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" }),
  )
  const plain: Json = JSON.parse(
    JSON.stringify({
      $schema: "http://json-schema.org/draft-07/schema#",
      title,
      ...document.schema,
      definitions: document.definitions,
    }),
  )
  return described(plain, finish)
}

/** The JSON Schema of the profile language. `profiles/profile.schema.json` holds it. */
export const profileJsonSchema = (): Json =>
  editorSchema(AnyDocument, "Flightlog profile language", removable)
