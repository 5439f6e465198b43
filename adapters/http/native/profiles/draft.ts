import { Effect } from "effect"
import { ProfileRefused } from "#workflows/commands"
import { compileDraft, type FileText } from "#workflows/language"

/** The first file for trying it out, with what it may extend; refused with every finding where it cannot be tried out. */
export const draftOf = ([subject, ...others]: ReadonlyArray<FileText>, bases: ReadonlyArray<FileText>) => {
  const { file, text } = subject ?? { file: "", text: "" }
  return Effect.fromResult(compileDraft(text, { file, bases: [...others, ...bases] })).pipe(
    Effect.mapError((findings) => new ProfileRefused({ file, findings, act: "tried out" })),
  )
}
