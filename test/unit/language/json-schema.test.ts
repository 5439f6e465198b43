import { readdirSync, readFileSync } from "node:fs"
import { Option, Schema } from "effect"
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

test("editors take ~ for what a base says, but not for what has to be there", () => {
  const Property = Schema.Struct({ anyOf: Schema.Array(Schema.Record(Schema.String, Schema.Unknown)) })
  const Definition = Schema.Struct({ properties: Schema.Record(Schema.String, Schema.Unknown) })
  const { definitions } = Schema.decodeUnknownSync(
    Schema.Struct({ definitions: Schema.Record(Schema.String, Definition) }),
  )(profileJsonSchema())
  const mayBeNull = (definition: string, key: string) => {
    const property = Schema.decodeUnknownOption(Property)(definitions[definition]?.properties[key])
    return Option.exists(property, ({ anyOf }) => anyOf.some(({ type }) => type === "null"))
  }
  expect([mayBeNull("Oobe", "hide"), mayBeNull("State", "on"), mayBeNull("Timeout", "to")]).toEqual([
    true,
    true,
    true,
  ])
  expect([mayBeNull("Timeout", "after"), mayBeNull("DeploymentProfile", "name")]).toEqual([false, false])
})
