import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { patternOf, stepsOf } from "../../support/console-page.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine, terminal } from "../cli/command-line.ts"

const CSV = new URL("../../data/csv/AutopilotHWID.csv", import.meta.url).pathname
const directory = temporaryDirectory()

/** The files of the page lie in a directory of their own. */
const inDirectory = (args: ReadonlyArray<string>): ReadonlyArray<string> =>
  args.map((arg) => (/^\w+\.(yaml|json)$/.test(arg) ? join(directory, arg) : arg))

describe.each(["groups", "status-pages"])("docs/profiles/%s.md", (name) => {
  it.effect("shows what its commands print", () =>
    Effect.gen(function* () {
      const store = `sqlite:${join(directory, `${name}.sqlite`)}`
      yield* commandLine(["tenant", "create", "Contoso", "--domain", "contoso.com"], { store })
      yield* commandLine(["import", CSV], { store })
      for (const step of stepsOf(`profiles/${name}.md`)) {
        if (step.kind === "file") {
          writeFileSync(join(directory, step.name), step.text)
          continue
        }
        const printed = (yield* terminal(inDirectory(step.args), { store })).replaceAll(`${directory}/`, "")
        const lines = printed.trimEnd().split("\n")
        const command = step.args.join(" ")
        assert.strictEqual(lines.length, step.says.length, `${command}\n${printed}`)
        step.says.forEach((line, index) => {
          assert.match(lines[index] ?? "", patternOf(line), command)
        })
      }
    }),
  )
})
