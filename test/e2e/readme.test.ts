import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"

const root = new URL("../../", import.meta.url)
const readme = readFileSync(new URL("README.md", root), "utf8")

/** The commands of the README's first steps, but for `serve`, which does not end. */
const commands = [...readme.matchAll(/^ {4}npx flightlog (.+)$/gm)]
  .map(([, line = ""]) => line)
  .filter((line) => line !== "serve")

const directory = mkdtempSync(join(tmpdir(), "flightlog-readme-"))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe("the README", () => {
  it("names commands that do what a newcomer expects, one after the other", { timeout: 180_000 }, () => {
    assert.isAtLeast(commands.length, 4)
    const outputs = commands.map((line) =>
      execFileSync(process.execPath, ["adapters/cli/bin.ts", ...line.split(" ")], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, FLIGHTLOG_STORE: `sqlite:${join(directory, "flightlog.sqlite")}` },
      }),
    )
    const told = (command: string) => outputs[commands.findIndex((line) => line.startsWith(command))]
    assert.include(told("history"), "DeviceRegistered")
    assert.include(told("profile check"), "every device comes to an outcome")
    assert.include(told("profile graph"), "flowchart")
  })

  it("points to files that are there", () => {
    const files = [
      ...readme.matchAll(/`((?:domain|workflows|projections|adapters|profiles|test)\/[\w./-]+)`/g),
    ]
    assert.isAtLeast(files.length, 8)
    const linked = [...readme.matchAll(/\]\(([\w./-]+)\)/g)]
    assert.isAtLeast(linked.length, 10)
    for (const [, file = ""] of [...files, ...linked]) assert.isTrue(existsSync(new URL(file, root)), file)
  })
})
