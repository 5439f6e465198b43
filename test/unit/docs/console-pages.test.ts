import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { patternOf, stepsOf } from "../../support/console-page.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine, terminal } from "../cli/command-line.ts"

const CSV = new URL("../../data/csv/AutopilotHWID.csv", import.meta.url).pathname
const directory = temporaryDirectory()

describe.each([
  ["groups", 7],
  ["status-pages", 3],
  ["rollout", 15],
])("docs/profiles/%s.md", (name, least) => {
  /** The files of a page lie in a directory of their own. */
  const own = join(directory, name)
  const inOwn = (args: ReadonlyArray<string>): ReadonlyArray<string> =>
    args.map((arg) => (/^\w+\.(yaml|json)$/.test(arg) ? join(own, arg) : arg))

  it.effect("shows what its commands print", () =>
    Effect.gen(function* () {
      mkdirSync(own)
      const store = `sqlite:${join(own, "flightlog.sqlite")}`
      yield* commandLine(["tenant", "create", "Contoso", "--domain", "contoso.com"], { store })
      yield* commandLine(["import", CSV], { store })
      let commands = 0
      for (const step of stepsOf(`profiles/${name}.md`)) {
        if (step.kind === "file") {
          writeFileSync(join(own, step.name), step.text)
          continue
        }
        commands++
        const printed = (yield* terminal(inOwn(step.args), { store })).replaceAll(`${own}/`, "")
        const lines = printed.trimEnd().split("\n")
        const command = step.args.join(" ")
        assert.strictEqual(lines.length, step.says.length, `${command}\n${printed}`)
        step.says.forEach((line, index) => {
          assert.match(lines[index] ?? "", patternOf(line), command)
        })
      }
      assert.isAtLeast(commands, least)
    }),
  )
})
