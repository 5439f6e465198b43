import { Schema } from "effect"
import { editorSchema, type FileText, type ReadYaml, yamlReader } from "#workflows/language"
import { Duration } from "../rehearsal/course.ts"
import { Steps } from "../rehearsal/course-file.ts"
import { GivenDevice } from "../rehearsal/given-device.ts"

const ENDING = ".test.yaml"

/** Whether a file holds cases, by its name. */
export const isCaseFile = (file: string): boolean => file.endsWith(ENDING)

/** The file of the profile that cases are for where they do not say: `sales.yaml` for `sales.test.yaml`. */
export const profileBeside = (file: string): string => `${file.slice(0, -ENDING.length)}.yaml`

const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotateKey({ description }))

const MOST_CASES = 2_000

const Names = Schema.Array(Schema.NonEmptyString).check(Schema.isMaxLength(MOST_CASES))

/** What has to be so after a case; what is not named does not matter. */
const Expected = Schema.Struct({
  state: optional(
    Schema.Union([Schema.NonEmptyString, Names]).annotate({
      title: "the name of a state, or a list of them",
    }),
    "The device is in this state, or inside it; a list where regions run side by side.",
  ),
  outcome: optional(
    Schema.Literals(["success", "successWithTimeout", "failure", "retired", "none"]),
    "How it ended; none: it goes on.",
  ),
  reason: optional(Schema.String, "Why it failed."),
  emitted: optional(
    Names,
    "What was concluded since `when`, in this order; other conclusions may come between. []: nothing at all.",
  ),
  declined: optional(
    Schema.Literals(["rules", "workflow"]),
    "The last step does not happen: by the rules, which hold under every profile, or by this workflow.",
  ),
  until: optional(
    Schema.Union([Schema.Literal("none"), Duration]).annotate({ title: "a duration such as 24h, or none" }),
    "How long the present wait lasts if nothing more happens; none: it has no end.",
  ),
}).annotate({ identifier: "Expected" })
export type Expected = typeof Expected.Type

const Case = Schema.Struct({
  name: Schema.NonEmptyString.annotateKey({ description: "What is meant, as a sentence. Names differ." }),
  device: optional(GivenDevice, "What the device is, where that differs from the file's."),
  given: optional(Steps, "What has happened before."),
  when: optional(Steps, "What happens now; the last step may be declined, where `then` says so."),
  // biome-ignore lint/suspicious/noThenProperty: the word that everybody knows; its value is never a function.
  then: Expected.annotateKey({ description: "What has to be so then; what is not named does not matter." }),
}).annotate({ identifier: "Case" })

/** States and transitions that no device can come to, and why; the exploration has to agree. */
const Unreachable = Schema.Struct({
  states: optional(Names, "States by their paths."),
  transitions: optional(Names, "Transitions as `simulate` names them."),
  reason: Schema.NonEmptyString.annotateKey({ description: "Why no device comes there." }),
}).annotate({ identifier: "Unreachable" })
export type Unreachable = typeof Unreachable.Type

const Include = Schema.Union([
  Schema.NonEmptyString,
  Schema.Struct({
    file: Schema.NonEmptyString.annotateKey({ description: "A file of cases, here or a shipped one." }),
    without: Names.annotateKey({ description: "Its cases that do not hold here, by their names." }),
  }),
]).annotate({ title: "a file of cases, or a mapping of file and without" })

/** Cases for a profile, beside it. */
const CaseFile = Schema.Struct({
  profile: optional(
    Schema.NonEmptyString,
    "The file of the profile. Default: the one of the same name beside this file.",
  ),
  device: optional(GivenDevice, "What the device is in every case."),
  include: optional(
    Schema.Array(Include),
    "Files whose cases are used as well: beside this one, or those that come with Flightlog, such as user-driven.test.yaml.",
  ),
  sequences: optional(
    Schema.Record(Schema.String, Steps),
    "Steps by a name, for `sequence: NAME`. The name of an included one changes it there, too.",
  ),
  unreachable: optional(
    Schema.Array(Unreachable),
    "What no device can come to. It then needs no case; the exploration of `check` has to agree.",
  ),
  cases: optional(Schema.Array(Case).check(Schema.isMaxLength(MOST_CASES)), "Given, when, then."),
}).annotate({ identifier: "CaseFile" })

/** The JSON Schema of files of cases, for editors. `profiles/cases.schema.json` holds it. */
export const casesJsonSchema = () => editorSchema(CaseFile, "Flightlog cases beside a profile")

/** A file of cases that was read, with the places of what is in it. */
export interface ReadCases extends ReadYaml<typeof CaseFile.Type> {
  readonly file: string
}

const read = yamlReader(CaseFile)

/** Reads a file of cases; every mistake of YAML and of shape at once. */
export const readCases = (source: FileText) => read(source)
