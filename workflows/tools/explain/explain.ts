import { Schema } from "effect"
import type { Draft } from "#workflows/language"
import { pageWords, whatBecomesOfIt, whoGetsIt } from "./settings-words.ts"
import { outcomeWords, stateWords } from "./way-words.ts"

const Sentences = Schema.Array(Schema.String)

/** A profile in plain words. */
export const ExplainedProfile = Schema.Struct({
  name: Schema.String,
  title: Schema.String,
  description: Schema.String,
  /** Empty for a lifecycle, as the three that follow. */
  whoGetsIt: Sentences,
  whatBecomesOfIt: Sentences,
  page: Sentences,
  /** The states, in the order in which they are written. */
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
