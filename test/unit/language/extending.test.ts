import { readFileSync } from "node:fs"
import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { compileProfile, lint } from "#workflows/language"
import { shippedProfiles } from "./shipped.ts"

const page = readFileSync(new URL("../../../docs/profiles/language.md", import.meta.url), "utf8")
const examples = [...page.matchAll(/## (.*)\n[\s\S]*?```yaml\n([\s\S]*?)```/g)].map(
  ([, heading = "", text = ""]) => [heading, text] as const,
)
const heading = "dsl: 1\nkind: DeploymentProfile\nname: test\nextends: user-driven\n"
const compiled = (text: string) =>
  Result.getOrThrow(compileProfile(text, { file: "p.yaml", bases: shippedProfiles }))
const codes = (body: string) =>
  lint([{ file: "p.yaml", text: heading + body }], { bases: shippedProfiles }).map(
    ({ code, line }) => `${code}@${line}`,
  )

describe("docs/profiles/language.md", () => {
  test("has an example below each of its headings", () => {
    expect(examples.length).toBe([...page.matchAll(/^## /gm)].length)
  })

  test.each(examples)("%s: the example is without findings", (_, text) => {
    expect(lint([{ file: "p.yaml", text }], { bases: shippedProfiles })).toEqual([])
  })
})

describe("a profile over its base", () => {
  test("adds to a list and removes from it, each item once", () => {
    const hide = "oobe: { hide: { add: [keyboard, eula], remove: [privacy] } }\n"
    expect(compiled(heading + hide).settings.oobe.hide).toEqual(["eula", "change-account", "keyboard"])
  })

  test("takes a key away with ~, so that the default applies", () => {
    expect(compiled(`${heading}oobe: { hide: ~ }\n`).settings.oobe.hide).toEqual([])
  })

  test("takes an event of a state away with ~", () => {
    const text = `${heading}workflow: { states: { deviceSetupFailed: { on: { ContinueChosen: ~ } } } }\n`
    const eventsOf = (source: string) =>
      JSON.stringify((compiled(source).machine.config.states as Record<string, unknown>).deviceSetupFailed)
    expect(eventsOf(heading)).toContain("ContinueChosen")
    expect(eventsOf(text)).not.toContain("ContinueChosen")
    expect(eventsOf(text)).toContain("RetryChosen")
  })

  test("is told where it changes what is not there", () => {
    expect(codes("oobe: { locale: { add: [x] } }\n")).toEqual(["FL006@5"])
    expect(codes("signals: { add: [Approved] }\n")).toContain("FL063@5")
    expect(codes("oobe: { locale: ~ }\n")).toEqual(["FL064@4"])
    expect(codes("oobe: { hide: }\n")).toEqual(["FL006@5"])
  })
})
