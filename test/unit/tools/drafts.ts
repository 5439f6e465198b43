import { Result } from "effect"
import { compileDraft, type Draft, pretty } from "#workflows/language"
import { shippedFiles } from "../../support/shipped.ts"

/** A draft of a text that may extend shipped profiles. */
export const draftOf = (text: string, file = "profile.yaml"): Draft => {
  const draft = compileDraft(text, { file, bases: shippedFiles })
  if (Result.isFailure(draft))
    throw new Error(pretty(draft.failure, { sources: [{ file, text }], colour: false }))
  return draft.success
}

/** A shipped document as a draft. */
export const shippedDraft = (name: string): Draft => {
  const found = shippedFiles.find(({ file }) => file === `${name}.yaml`)
  if (found === undefined) throw new Error(`No shipped profile is called "${name}".`)
  return draftOf(found.text, found.file)
}
