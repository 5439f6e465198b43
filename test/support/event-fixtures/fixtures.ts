import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { Schema } from "effect"
import { currentVersion, type DomainFactType, eventTypes } from "#domain/catalogue"
import { exampleOf, isDescribed } from "./example.ts"

const directory = new URL("../../data/events/", import.meta.url)

/** An event as some version of Flightlog wrote it. */
const Fixture = Schema.Struct({
  type: Schema.String,
  version: Schema.Int,
  /** The digest of the JSON Schema of that version. */
  schema: Schema.String,
  data: Schema.JsonObject,
})
export type Fixture = typeof Fixture.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Fixture))

const isType = (type: string): type is DomainFactType => Object.hasOwn(eventTypes, type)

/** Every type of event, in the order of their names. */
export const allTypes: ReadonlyArray<DomainFactType> = Object.keys(eventTypes).filter(isType).toSorted()

const fileOf = (type: string, version: number): URL => new URL(`${type}.v${version}.json`, directory)

const documentOf = (type: DomainFactType) => Schema.toJsonSchemaDocument(eventTypes[type])

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isDescribed(value)) return value
  const keys = Object.keys(value).toSorted()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]))
}

/** The digest of the shape that a type has now: of its JSON Schema, whatever the order of its keys. */
export const shapeOf = (type: DomainFactType): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(documentOf(type))))
    .digest("hex")
    .slice(0, 16)

/** The fixtures that there are. */
export const allFixtures = (): ReadonlyArray<Fixture> =>
  readdirSync(directory)
    .toSorted()
    .map((name) => decode(readFileSync(new URL(name, directory), "utf8")))

/** Writes a fixture for each type that has none of its newest version; never changes one. Gives the names of the new files. */
export const writeMissing = (): ReadonlyArray<string> =>
  allTypes.flatMap((type) => {
    const version = currentVersion(type)
    const file = fileOf(type, version)
    if (existsSync(file)) return []
    const example = exampleOf(documentOf(type).schema, type)
    const fixture = { type, version, schema: shapeOf(type), data: isDescribed(example) ? example : {} }
    writeFileSync(file, `${JSON.stringify(fixture, null, 2)}\n`)
    return [`test/data/events/${type}.v${version}.json`]
  })
