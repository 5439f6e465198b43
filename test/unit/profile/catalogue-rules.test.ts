import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type ProfileCatalogue, upholdCatalogue } from "#domain/profile"
import { assignTo } from "../../support/published-profiles.ts"

/** A catalogue of so many profiles, of which so many are for all devices. */
const catalogueOf = (count: number, defaults = 0): ProfileCatalogue => ({
  generation: count,
  groups: [],
  profiles: Array.from({ length: count }, (_, index) => ({
    ref: { profileId: `p${index}`, name: `profile-${index}`, version: 1, digest: "" },
    assign: { ...assignTo([`tag-${index}`]), allDevices: index < defaults },
    rank: index,
  })),
})

const refusal = (catalogue: ProfileCatalogue) => {
  const upheld = upholdCatalogue(catalogue)
  return Result.isFailure(upheld) ? upheld.failure : undefined
}

describe("the profiles of a tenant", () => {
  it("are 350 at most", () => {
    assert.isUndefined(refusal(catalogueOf(350)))
    const refused = refusal(catalogueOf(351))
    assert.strictEqual(refused?.kind, "conflict")
    assert.match(refused?.message ?? "", /^A tenant has at most 350 profiles\. /)
  })

  it("have one default, if any", () => {
    assert.isUndefined(refusal(catalogueOf(2, 1)))
    assert.match(refusal(catalogueOf(2, 2))?.message ?? "", /"profile-0"/)
  })
})
