import { parentPort, workerData } from "node:worker_threads"
import { Result } from "effect"
import { compileDraft, type FileText } from "#workflows/language"
import { allPaths, check } from "#workflows/tools"

interface Work {
  readonly tool: "check" | "paths"
  readonly subject: FileText
  readonly bases: ReadonlyArray<FileText>
}

const done = ({ bases, subject, tool }: Work): unknown => {
  if (tool === "check") return check(subject, { bases })
  const draft = compileDraft(subject.text, { file: subject.file, bases })
  return Result.isSuccess(draft) ? allPaths(draft.success) : []
}

parentPort?.postMessage(done(workerData))
