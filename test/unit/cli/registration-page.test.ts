import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { allRoutes } from "#adapters/http"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const page = readFileSync(new URL("../../../docs/registration.md", import.meta.url), "utf8")
const directory = temporaryDirectory()

/** The words of a command as a shell reads them; what follows `>` is not the command's. */
const wordsOf = (line: string): ReadonlyArray<string> =>
  (line.split(" > ")[0] ?? "").match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', "")) ?? []

it.effect("the page on registration names commands that do what it says, one after the other", () =>
  Effect.gen(function* () {
    const store = `sqlite:${join(directory, "flightlog.sqlite")}`
    const commands = [...page.matchAll(/^ {4}npx flightlog (.+)$/gm)].map(([, line = ""]) => wordsOf(line))
    assert.isAtLeast(commands.length, 8)
    for (const words of commands) {
      const ran = yield* commandLine(words, words[0] === "capture-script" ? {} : { store })
      // The device of the claim check was imported above, so the answer is no.
      assert.strictEqual(ran.exit, words[0] === "claim-check" ? 1 : 0, `${words.join(" ")}\n${ran.stderr}`)
    }
  }),
)

it("the page on registration names addresses that are served", () => {
  const served = allRoutes("1.2.3").map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`,
  )
  const named = [...page.matchAll(/`(GET|POST) (\/[\w/{}.-]+)`/g)].map(
    ([, method, path = ""]) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`,
  )
  assert.isAtLeast(named.length, 10)
  assert.deepStrictEqual(
    named.filter((one) => !served.includes(one)),
    [],
  )
})
