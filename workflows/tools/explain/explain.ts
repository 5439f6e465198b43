import { Result, Schema } from "effect"
import type { PageSettings } from "#domain/profile"
import {
  compileDraft,
  compilePage,
  type Draft,
  type FileText,
  type Finding,
  kindOf,
} from "#workflows/language"
import { pageWords, whatBecomesOfIt, whoGetsIt, whoSeesIt } from "./settings-words.ts"
import { outcomeWords, stateWords } from "./way-words.ts"

const Sentences = Schema.Array(Schema.String)

/** A profile in plain words. */
export const ExplainedProfile = Schema.Struct({
  name: Schema.String,
  title: Schema.String,
  description: Schema.String,
  /** Empty for a lifecycle, as the two that follow. */
  whoGetsIt: Sentences,
  whatBecomesOfIt: Sentences,
  page: Sentences,
  /** The states, in the order in which they are written; empty for an Enrollment Status Page, as its ends. */
  way: Schema.Array(Schema.Struct({ state: Schema.String, title: Schema.String, says: Sentences })),
  ends: Sentences,
}).annotate({ identifier: "ExplainedProfile" })
export type ExplainedProfile = typeof ExplainedProfile.Type

/**
 * Tells in words that a service desk understands who gets a profile, what becomes of the device, what it goes through, what
 * happens when something fails, and how it can end.
 */
export const explain = (draft: Draft): ExplainedProfile => {
  const { description, name, settings, title } = draft
  return {
    name,
    title,
    description,
    whoGetsIt: settings === null ? [] : whoGetsIt(settings),
    whatBecomesOfIt: settings === null ? [] : whatBecomesOfIt(settings),
    page: settings === null ? [] : pageWords(settings),
    way: stateWords(draft),
    ends: outcomeWords(draft),
  }
}

const explainPage = (settings: PageSettings): ExplainedProfile => ({
  name: settings.name,
  title: settings.title,
  description: settings.description,
  whoGetsIt: whoSeesIt(settings),
  whatBecomesOfIt: [],
  page: pageWords(settings),
  way: [],
  ends: [],
})

/** A file in plain words, and what was found in it beside. */
export interface ExplainedFile {
  readonly explained: ExplainedProfile
  readonly findings: ReadonlyArray<Finding>
}

/**
 * Tells in plain words what a file of either kind does.
 *
 * @param bases what the file may extend
 * @returns every finding where it cannot be tried out
 */
export const explainFile = (
  source: FileText,
  { bases }: { readonly bases: ReadonlyArray<FileText> },
): Result.Result<ExplainedFile, ReadonlyArray<Finding>> =>
  kindOf(source) === "EnrollmentStatusPage"
    ? Result.map(compilePage(source.text, source), ({ settings, warnings }) => ({
        explained: explainPage(settings),
        findings: warnings,
      }))
    : Result.map(compileDraft(source.text, { file: source.file, bases }), (draft) => ({
        explained: explain(draft),
        findings: draft.findings,
      }))
