import { Option, Schema } from "effect"
import { parse } from "yaml"
import type { PageSettings, ProfileSettings } from "#domain/profile"
import { autopilotJson, autopilotJsonNotShared, type Recipient } from "./autopilot-json.ts"
import { graphProfileOf, profileNotShared } from "./export-profile.ts"
import { graphPageOf, pageNotShared } from "./graph-page.ts"
import { NotShared } from "./not-shared.ts"

/** Notations that a profile may be written in beside its own. */
export const Notation = Schema.Literals(["graph", "autopilot-json"])
export type Notation = typeof Notation.Type

/** A profile in another notation. */
export const Exported = Schema.Struct({
  /** What the file is called: Windows looks for `AutopilotConfigurationFile.json` by its name. */
  file: Schema.String,
  /** The file as it has to be written, byte by byte. */
  text: Schema.String,
  /** What of the profile the notation has no word for. */
  notShared: Schema.Array(NotShared),
}).annotate({ identifier: "ExportedProfile" })
export type Exported = typeof Exported.Type

const decodeRecord = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.Unknown))

const hasWorkflow = (source: string): boolean =>
  Option.match(decodeRecord(parse(source)), {
    onNone: () => false,
    onSome: (document) => document.workflow !== undefined,
  })

const lines = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/**
 * A profile as Microsoft Graph has it.
 *
 * @param source its YAML: a workflow of its own does not go over
 */
export const profileAsGraph = (settings: ProfileSettings, source: string): Exported => ({
  file: `${settings.name}.json`,
  text: lines(graphProfileOf(settings)),
  notShared: profileNotShared(settings, { hasWorkflow: hasWorkflow(source) }),
})

/** An Enrollment Status Page as Microsoft Graph has it. */
export const pageAsGraph = (settings: PageSettings): Exported => ({
  file: `${settings.name}.json`,
  text: lines(graphPageOf(settings)),
  notShared: pageNotShared(settings),
})

/** A profile as a device that is not registered reads it from its disk. */
export const profileAsAutopilotJson = (settings: ProfileSettings, recipient: Recipient): Exported => ({
  file: "AutopilotConfigurationFile.json",
  text: autopilotJson(settings, recipient),
  notShared: autopilotJsonNotShared(settings),
})
