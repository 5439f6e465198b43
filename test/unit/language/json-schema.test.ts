import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { profileJsonSchema } from "#workflows/language"
import { casesJsonSchema } from "#workflows/tools"

test("profiles/profile.schema.json is what the parser's own Schema says (vitest -u writes it anew)", async () => {
  await expect(`${JSON.stringify(profileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    "../../../profiles/profile.schema.json",
  )
})

test("profiles/cases.schema.json is what the Schema of cases says (vitest -u writes it anew)", async () => {
  await expect(`${JSON.stringify(casesJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    "../../../profiles/cases.schema.json",
  )
})

test("every shipped file names the schema by which editors complete it", () => {
  const directory = new URL("../../../profiles/", import.meta.url)
  for (const file of readdirSync(directory).filter((name) => name.endsWith(".yaml"))) {
    const schema = file.endsWith(".test.yaml") ? "cases" : "profile"
    const [first] = readFileSync(new URL(file, directory), "utf8").split("\n")
    expect(first, file).toBe(`# yaml-language-server: $schema=./${schema}.schema.json`)
  }
})
