import { assert, describe, it } from "@effect/vitest"
import { aService } from "../../support/http-world.ts"
import { AFTER, disk, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { hashOf } from "./stories.ts"

describe("the comparison of two hashes", () => {
  it("is told as verdict, score and evidence, and as nothing else", async () => {
    await using service = aService()
    const { json, status } = await service.post("/api/hardware/match", {
      before: hashOf(NOTEBOOK),
      after: hashOf({ ...NOTEBOOK, disks: [disk("DISK_NEW.")] }, AFTER),
    })
    assert.deepStrictEqual(
      [status, Object.keys(json), json.verdict, json.score],
      [200, ["verdict", "score", "evidence"], "changed", 93],
    )
    assert.deepStrictEqual(
      json.evidence.find(({ component }: { component: string }) => component === "systemDisk"),
      {
        component: "systemDisk",
        before: "DISK_42.",
        after: "DISK_NEW.",
        weight: 10,
        says: "The system disk is another one (counts more than other disks; may be replaced).",
      },
    )
  })

  it("names which of the two hashes cannot be used", async () => {
    await using service = aService()
    const hash = hashOf(NEIGHBOUR)
    const { json, status } = await service.post("/api/hardware/match", {
      before: hash,
      after: `${hash.slice(0, 60)}${hash[60] === "A" ? "B" : "A"}${hash.slice(61)}`,
    })
    assert.deepStrictEqual([status, json.code, json.mistakes?.[0]?.path], [422, "hash-unusable", "after"])
    assert.match(json.detail, /^"after": The checksum of the hardware hash is wrong/)
  })
})
