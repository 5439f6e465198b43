import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

/** A fresh directory that is removed after the tests of the file that asks for it. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "flightlog-test-"))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
