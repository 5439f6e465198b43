import { Schema } from "effect"
import { type FileText, type ReadYaml, yamlReader } from "#workflows/language"
import { Duration } from "../rehearsal/course.ts"
import { Steps } from "../rehearsal/course-file.ts"
import { GivenDevice } from "../rehearsal/given-device.ts"

const ENDING = ".test.yaml"

/** Whether a file holds cases, by its name. */
export const isCaseFile = (file: string): boolean => file.endsWith(ENDING)

/** The file of the profile that cases are for where they do not say: `sales.yaml` for `sales.test.yaml`. */
export const profileBeside = (file: string): string => `${file.slice(0, -ENDING.length)}.yaml`

const MOST_CASES = 2_000

const Names = Schema.Array(Schema.NonEmptyString).check(Schema.isMaxLength(MOST_CASES))

/** What has to be so after a case; what is not named does not matter. */
const Expected = Schema.Struct({
  state: Schema.optionalKey(
    Schema.Union([Schema.NonEmptyString, Names]).annotate({
      title: "the path of a state, or a list of them",
    }),
  ),
  /** `none`: it goes on. */
  outcome: Schema.optionalKey(
    Schema.Literals(["success", "successWithTimeout", "failure", "retired", "none"]),
  ),
  reason: Schema.optionalKey(Schema.String),
  /** What was concluded since `when`, in this order; other conclusions may come between. Empty: none at all. */
  emitted: Schema.optionalKey(Names),
  /** Who declines the last step. */
  declined: Schema.optionalKey(Schema.Literals(["rules", "workflow"])),
  /** How long the present wait lasts if nothing more happens; `none`: it has no end. */
  until: Schema.optionalKey(
    Schema.Union([Schema.Literal("none"), Duration]).annotate({ title: "a duration such as 24h, or none" }),
  ),
})
export type Expected = typeof Expected.Type

const Case = Schema.Struct({
  name: Schema.NonEmptyString,
  device: Schema.optionalKey(GivenDevice),
  given: Schema.optionalKey(Steps),
  when: Schema.optionalKey(Steps),
  // biome-ignore lint/suspicious/noThenProperty: the word that everybody knows; its value is never a function.
  then: Expected,
})

/** States and transitions that no device can come to, and why; the exploration has to agree. */
const Unreachable = Schema.Struct({
  states: Schema.optionalKey(Names),
  transitions: Schema.optionalKey(Names),
  reason: Schema.NonEmptyString,
})
export type Unreachable = typeof Unreachable.Type

const Include = Schema.Union([
  Schema.NonEmptyString,
  Schema.Struct({ file: Schema.NonEmptyString, without: Names }),
]).annotate({ title: "a file of cases, or a mapping of file and without" })

/** Cases for a profile, beside it. */
const CaseFile = Schema.Struct({
  profile: Schema.optionalKey(Schema.NonEmptyString),
  device: Schema.optionalKey(GivenDevice),
  include: Schema.optionalKey(Schema.Array(Include)),
  sequences: Schema.optionalKey(Schema.Record(Schema.String, Steps)),
  unreachable: Schema.optionalKey(Schema.Array(Unreachable)),
  cases: Schema.optionalKey(Schema.Array(Case).check(Schema.isMaxLength(MOST_CASES))),
}).annotate({ identifier: "CaseFile" })

/** A file of cases that was read, with the places of what is in it. */
export interface ReadCases extends ReadYaml<typeof CaseFile.Type> {
  readonly file: string
}

const read = yamlReader(CaseFile)

/** Reads a file of cases; every mistake of YAML and of shape at once. */
export const readCases = (source: FileText) => read(source)
