import { expect, test } from "vitest"
import { referencePage } from "../../support/reference-page.ts"

test("docs/profiles/reference.md is what the Schemas say (vitest -u writes it anew)", async () => {
  await expect(referencePage()).toMatchFileSnapshot("../../../docs/profiles/reference.md")
})
