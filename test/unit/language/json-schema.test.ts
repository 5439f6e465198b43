import { expect, test } from "vitest"
import { profileJsonSchema } from "#workflows/language"

test("profiles/profile.schema.json is what the parser's own Schema says (vitest -u writes it anew)", async () => {
  await expect(`${JSON.stringify(profileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    "../../../profiles/profile.schema.json",
  )
})
