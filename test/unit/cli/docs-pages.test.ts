import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openMemory, serve } from "../../support/eventstoredb-world.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const directory = temporaryDirectory()

const page = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), "utf8")

/** The commands of a page, word by word. */
const commandsOf = (name: string): ReadonlyArray<ReadonlyArray<string>> =>
  [...page(name).matchAll(/^ {4}\$ flightlog (.+)$/gm)].map(([, line = ""]) => line.split(" "))

/** What a page names lies in the test's directory, and the cluster is a server of the test. */
const here =
  (place: string, url: string) =>
  (word: string): string =>
    word
      .replace(/esdb:\/\/\S+/, url)
      .replace(
        /(^|sqlite:)(?:\.flightlog\/)?(\w+\.sqlite)$/,
        (_, scheme, file) => `${scheme}${join(place, file)}`,
      )

describe.each(["stores", "projections"])("docs/%s.md", (name) => {
  it.live("names commands that do what it says, one after the other", () =>
    Effect.gen(function* () {
      const place = join(directory, name)
      mkdirSync(place)
      const { url } = yield* serve(yield* openMemory)
      const store = `sqlite:${join(place, "flightlog.sqlite")}`
      const run = (words: ReadonlyArray<string>) =>
        commandLine(
          words.includes("--store")
            ? [...words, "--data", place]
            : [...words, "--data", place, "--store", store],
        )
      yield* run(["tenant", "create", "Contoso"])
      const commands = commandsOf(name)
      assert.isAtLeast(commands.length, 3)
      for (const words of commands) {
        const { exit, stderr } = yield* run(words.map(here(place, url)))
        assert.strictEqual(exit, 0, `flightlog ${words.join(" ")}: ${stderr}`)
      }
    }).pipe(Effect.scoped),
  )
})

describe("docs/stores.md", () => {
  it("quotes what is really said", () => {
    const sources = [
      "sqlite/fault",
      "sqlite/file-kind",
      "sqlite/in-place",
      "sqlite/open",
      "sqlite/write-ahead",
      "keys/embedded",
    ]
      .map((file) => readFileSync(new URL(`../../../adapters/${file}.ts`, import.meta.url), "utf8"))
      .join("\n")
    const quotes = [...page("stores").matchAll(/^\|.*$/gm)].flatMap(([row]) =>
      [...row.matchAll(/"([^"]+)"/g)].flatMap(([, quote = ""]) => quote.split(" ... ")),
    )
    assert.isAtLeast(quotes.length, 12)
    const said = sources.replaceAll(/\$\{kind\.name\}/g, "event log")
    for (const quote of quotes) assert.include(said, quote)
  })
})
