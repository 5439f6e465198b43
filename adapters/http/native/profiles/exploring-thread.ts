import { parentPort, workerData } from "node:worker_threads"
import { Result } from "effect"
import { compileDraft, type FileText } from "#workflows/language"
import { allPaths, check, isCaseFile, testProfiles } from "#workflows/tools"

interface Work {
  readonly tool: "check" | "paths" | "test"
  readonly subject: FileText
  readonly bases: ReadonlyArray<FileText>
  readonly minCoverage: number | null
  readonly shippedCases: ReadonlyArray<FileText>
}

const tested = ({ bases, minCoverage, shippedCases, subject }: Work): unknown => {
  const files = [subject, ...bases]
  const tests = files.filter(({ file }) => isCaseFile(file))
  return testProfiles(tests, { files, bases: [], shippedCases, minCoverage })
}

const done = (work: Work): unknown => {
  const { bases, subject, tool } = work
  if (tool === "test") return tested(work)
  if (tool === "check") return check(subject, { bases })
  const draft = compileDraft(subject.text, { file: subject.file, bases })
  return Result.isSuccess(draft) ? allPaths(draft.success) : []
}

parentPort?.postMessage(done(workerData))
