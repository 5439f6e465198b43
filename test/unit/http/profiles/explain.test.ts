import { assert, describe, test } from "vitest"
import { aService } from "../../../support/http-world.ts"

const text =
  "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\nassign: { groupTags: [sales] }\n"

describe("a profile explained over HTTP", () => {
  test("is told in sentences, by what they are about", async () => {
    await using service = aService()
    const { json, status } = await service.post("/api/profiles/explain", {
      files: [{ file: "sales.yaml", text }],
    })
    assert.strictEqual(status, 200)
    assert.strictEqual(json.whoGetsIt[0], `Devices with the group tag "sales".`)
    assert.isAbove(json.way.length, 10)
  })
})
