import { Option, Result, Schema } from "effect"
import { parse } from "yaml"
import { Refusal } from "#domain/kernel"
import { oneOf } from "#workflows/language"
import { documentOfPage, GraphPage, PAGE_TYPE } from "./graph-page.ts"
import { GraphProfile, PROFILE_TYPES } from "./graph-profile.ts"
import { ConfigurationFile, documentOfConfigurationFile } from "./import-autopilot-json.ts"
import { documentOfProfile } from "./import-profile.ts"
import type { NotShared } from "./not-shared.ts"
import { yamlText } from "./yaml-text.ts"

/** A document of the profile language that was made from one of Microsoft's notations. */
export interface Imported {
  readonly name: string
  /** The YAML; what did not go over stands in comments at its head. */
  readonly text: string
  readonly notShared: ReadonlyArray<NotShared>
}

/** Properties that the service itself gives and keeps. */
const SERVICE: ReadonlyArray<string> = [
  "id",
  "createdDateTime",
  "lastModifiedDateTime",
  "version",
  "assignedDevices",
]

const decodeRecord = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.Json))
type Entity = { readonly [name: string]: Schema.Json }

const isFlightlogs = (name: string, known: ReadonlyArray<string>): boolean =>
  known.includes(name) || name.includes("@odata.") || name.startsWith("@")

/** What an entity says under names that have no word in the profile language. */
const unknownProperties = (entity: Entity, known: ReadonlyArray<string>): ReadonlyArray<NotShared> =>
  Object.entries(entity)
    .filter(([name, value]) => !isFlightlogs(name, known) && value !== null)
    .map(([property, value]) => ({
      property,
      value,
      why: SERVICE.includes(property)
        ? "The service gives and keeps it by itself."
        : "The profile language has no word for it.",
    }))

const notGraph = (what: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "not-graph-json",
    what,
    remedy: `Give the JSON that Graph answers for a deployment profile or an Enrollment Status Page, with "@odata.type" one of ${oneOf([...Object.values(PROFILE_TYPES), PAGE_TYPE])}; or an AutopilotConfigurationFile.json.`,
  })

const reasonOf = (message: string): string => message.split("\n").join(" ").replace(/\s+/g, " ")

const decodeWith =
  <A>(schema: Schema.Decoder<A>) =>
  (entity: Entity): Result.Result<A, Refusal> =>
    Result.mapError(Schema.decodeUnknownResult(schema)(entity), ({ message }) =>
      notGraph(`The entity is not as Graph has it: ${reasonOf(message)}`),
    )

const decodeProfile = decodeWith(GraphProfile)
const decodePage = decodeWith(GraphPage)
const decodeFile = decodeWith(ConfigurationFile)

const imported = (
  {
    document,
    notShared,
  }: { readonly document: { readonly name: string }; readonly notShared: ReadonlyArray<NotShared> },
  entity: Entity,
  known: ReadonlyArray<string>,
): Imported => {
  const all = [...notShared, ...unknownProperties(entity, known)]
  const told = all.filter(({ property }) => !SERVICE.includes(property))
  return { name: document.name, text: yamlText(document, told), notShared: all }
}

const importEntity = (value: unknown): Result.Result<Imported, Refusal> => {
  const entity = Option.getOrUndefined(decodeRecord(value))
  if (entity === undefined) return Result.fail(notGraph("The file holds no object of Graph."))
  const type = entity["@odata.type"]
  if (type === PAGE_TYPE)
    return Result.map(decodePage(entity), (page) =>
      imported(documentOfPage(page), entity, Object.keys(GraphPage.fields)),
    )
  if (Object.values(PROFILE_TYPES).some((known) => known === type))
    return Result.map(decodeProfile(entity), (profile) =>
      imported(documentOfProfile(profile), entity, Object.keys(GraphProfile.fields)),
    )
  if (type === undefined && "ZtdCorrelationId" in entity)
    return Result.map(decodeFile(entity), (file) =>
      imported(documentOfConfigurationFile(file), entity, Object.keys(ConfigurationFile.fields)),
    )
  const found = typeof type === "string" ? `its type is ${JSON.stringify(type)}` : 'it has no "@odata.type"'
  return Result.fail(notGraph(`The file is neither a profile nor a page of Graph: ${found}.`))
}

/** JSON, and what PowerShell scripts write for it: a comma after the last value is no mistake. */
const parseLoose = (text: string): Result.Result<unknown, Refusal> =>
  Result.try({
    try: (): unknown => parse(text, { maxAliasCount: 0 }),
    catch: () => notGraph("The file is not JSON."),
  })

const listIn = (value: unknown): ReadonlyArray<unknown> => {
  const list = Option.getOrUndefined(decodeRecord(value))?.value
  return Array.isArray(list) ? list : [value]
}

/**
 * Brings deployment profiles and Enrollment Status Pages of Microsoft Graph into the profile language: one object, or a
 * list as Graph answers it (`{"value": [...]}`). Old and new property names are both read. An
 * `AutopilotConfigurationFile.json` is read as well.
 */
export const importGraph = (text: string): Result.Result<ReadonlyArray<Imported>, Refusal> =>
  Result.flatMap(parseLoose(text), (value) => Result.all(listIn(value).map(importEntity)))
