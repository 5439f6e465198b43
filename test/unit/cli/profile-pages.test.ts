import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const CONSOLE = /```console\n\$ flightlog (.*)\n[\s\S]*?```/g

describe.each([
  { name: "check", named: ["sales.yaml", "course.yaml", "open.yaml"] },
  { name: "kiosk", named: ["kiosk.yaml", "kiosk.test.yaml"] },
  { name: "test", named: ["sales.yaml", "sales.test.yaml", "all.test.yaml"] },
])("docs/profiles/$name.md", ({ name: pageName, named }) => {
  const url = new URL(`../../../docs/profiles/${pageName}.md`, import.meta.url)
  const page = readFileSync(url, "utf8")
  const directory = temporaryDirectory()

  /** The YAML blocks, each by the file name that the text before it gives. */
  const files = [...page.matchAll(/`([a-z.]+\.yaml)`(?:[^`]|`wait`)*\n\n```yaml\n([\s\S]*?)```/g)].map(
    ([, name = "", text = ""]) => ({ name, text }),
  )

  it.effect("shows what its commands print (vitest -u writes it)", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        files.map(({ name }) => name),
        named,
      )
      mkdirSync(directory, { recursive: true })
      for (const { name, text } of files) writeFileSync(join(directory, name), text)
      let written = page
      for (const [block = "", command = ""] of page.matchAll(CONSOLE)) {
        const args = command.split(" ").map((word) => (word.endsWith(".yaml") ? join(directory, word) : word))
        const { stderr, stdout } = yield* commandLine(args)
        assert.strictEqual(stderr, "")
        const printed = stdout.replaceAll(`${directory}/`, "")
        written = written.replace(block, () => `\`\`\`console\n$ flightlog ${command}\n${printed}\`\`\``)
      }
      yield* Effect.promise(() => expect(written).toMatchFileSnapshot(url.pathname))
    }),
  )
})
