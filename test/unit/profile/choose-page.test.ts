import { describe, expect, test } from "vitest"
import { choosePage, type PageSettings, type PageViewer, unknownDevice } from "#domain/profile"
import { publishedPage } from "../../support/published-profiles.ts"

const nobody = { allDevices: false, groupTags: [], orderIds: [], purchaseOrders: [], groups: [] }
const assign: PageSettings["assign"] = { ...nobody, excludeGroups: [], userGroups: [], where: null }

/** A page that is offered to whoever it is assigned to. */
const page = (name: string, priority: number | null, to: Partial<PageSettings["assign"]>) => {
  const { data } = publishedPage(name, 1, priority)
  if (!("settings" in data) || data.settings === null || !("priority" in data.settings)) throw new Error(name)
  const ref = { profileId: name, name, version: 1, digest: "" }
  return { ref, settings: { ...data.settings, assign: { ...assign, ...to } } }
}

const viewer: PageViewer = {
  device: {
    ...unknownDevice,
    manufacturer: "HP",
    groupTag: "lab",
    groups: ["kiosks"],
  },
  scenario: "user-driven",
  userGroups: ["staff"],
  profile: { name: "sales", version: 3, hasOwnPage: true },
}

const groups = ["kiosks", "staff"].map((id) => ({ id, name: id, rule: null }))

const chosen = (pages: ReadonlyArray<ReturnType<typeof page>>, more: Partial<PageViewer> = {}) => {
  const { candidates, page: won } = choosePage(
    { generation: 1, pages, groups },
    { ...viewer, ...more },
    (expression) => expression === "true",
  )
  return { won: won?.ref.name ?? "the profile's own", order: candidates.map(({ name }) => name) }
}

const best = page("best", 1, { groups: ["kiosks"] })
const second = page("second", 2, { groupTags: ["lab"] })
const theirs = page("theirs", 1, { userGroups: ["staff"] })
const all = page("all", null, { allDevices: true })

describe("the page of an attempt", () => {
  test("is that of the device with the best priority, then of the user, of the profile, and for all devices", () => {
    const { order, won } = chosen([all, theirs, second, best])
    expect(won).toBe("best")
    expect(order).toEqual(["best", "second", "theirs", "sales", "all"])
    expect(chosen([all, theirs, second]).won).toBe("second")
    expect(chosen([all, theirs]).won).toBe("theirs")
    expect(chosen([all]).won).toBe("the profile's own")
  })

  test("is the one for all devices before what the shipped profiles say", () => {
    expect(chosen([all], { profile: { ...viewer.profile, hasOwnPage: false } })).toEqual({
      won: "all",
      order: ["all", "sales"],
    })
  })

  test.each(["self-deploying", "pre-provisioned"] as const)("is never that of a person in %s", (scenario) => {
    expect(chosen([theirs], { scenario }).won).toBe("the profile's own")
  })

  test("is not that of a group that is excluded, nor one whose condition does not hold", () => {
    const excluding = page("excluding", 1, { groupTags: ["lab"], excludeGroups: ["kiosks"] })
    const narrow = page("narrow", 2, { userGroups: ["staff"], where: "false" })
    const without = page("without", 3, { userGroups: ["staff"], excludeGroups: ["kiosks"] })
    expect(chosen([excluding, narrow, without]).won).toBe("the profile's own")
    expect(chosen([page("wide", 2, { userGroups: ["staff"], where: "true" })]).won).toBe("wide")
  })
})
