import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import {
  assignUser,
  changeUserGroup,
  createGroup,
  publishAgain,
  publishProfile,
  retireProfile,
} from "#workflows/commands"
import {
  applyPlan,
  exportPublished,
  hasChanges,
  plan,
  profileDiff,
  profileHistory,
  profileVersion,
} from "#workflows/rollout"
import { callerIn, contoso, discovered, registered } from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const page = (name: string, rest: string, timeout = "60m") => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: EnrollmentStatusPage\nname: ${name}\n${rest}\nenrollmentStatus: { timeout: ${timeout} }\n`,
})
const SALES = page("sales-page", "priority: 1\nassign: { groupTags: [sales] }")
const keep = { prune: false }
const world = Effect.provide(serviceWorld)

const changes = ({ pages }: { readonly pages: ReadonlyArray<{ from: unknown; to: unknown; why: string }> }) =>
  pages.map(({ from, to, why }) => ({ from, to, why }))

describe("a plan with Enrollment Status Pages", () => {
  it.effect("says which devices would see another page, and by which rule", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      yield* registered(callerIn(tenantId), NEIGHBOUR)
      const made = yield* plan([SALES], tenantId, keep)
      assert.deepInclude(made.profiles[0], { kind: "new", document: "EnrollmentStatusPage", to: 1 })
      assert.deepStrictEqual(
        made.devices.map(({ to }) => to?.name),
        ["default", "default"],
      )
      assert.deepStrictEqual(changes(made), [
        { from: null, to: { name: "sales-page", version: 1 }, why: 'group tag "sales"' },
      ])
      yield* applyPlan(made, callerIn(tenantId))
      assert.isFalse(hasChanges(yield* plan([SALES], tenantId, keep)))
      const longer = yield* plan([{ ...SALES, text: SALES.text.replace("60m", "90m") }], tenantId, keep)
      assert.deepStrictEqual(longer.profiles[0]?.settings, [
        { setting: "enrollmentStatus.timeoutMillis", before: 3_600_000, after: 5_400_000 },
      ])
      assert.deepStrictEqual(changes(longer), [
        {
          from: { name: "sales-page", version: 1 },
          to: { name: "sales-page", version: 2 },
          why: 'group tag "sales"',
        },
      ])
      const pruned = yield* plan([], tenantId, { prune: true })
      assert.deepStrictEqual(
        pruned.profiles.map(({ document, kind, name }) => [kind, document, name]),
        [
          ["retired", "DeploymentProfile", "default"],
          ["retired", "EnrollmentStatusPage", "sales-page"],
        ],
      )
    }).pipe(world),
  )

  it.effect("counts the pages of people by the user who is assigned", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* registered(callerIn(tenantId), NEIGHBOUR)
      yield* createGroup(
        { name: "people", description: "", id: null, membershipRule: null },
        callerIn(tenantId),
      )
      const ann = { type: "AddToGroup", group: "people", upn: "ann@contoso.com" } as const
      yield* changeUserGroup(ann, callerIn(tenantId))
      yield* assignUser(deviceId, "ann@contoso.com", callerIn(tenantId))
      const made = yield* plan(
        [page("theirs", "priority: 3\nassign: { userGroups: [people] }")],
        tenantId,
        keep,
      )
      assert.deepStrictEqual(changes(made), [
        { from: null, to: { name: "theirs", version: 1 }, why: 'group of the user "people"' },
      ])
    }).pipe(world),
  )

  it.effect("takes the default page for devices whose profile says nothing of its own", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const own = `dsl: 1\nkind: DeploymentProfile\nname: own\nextends: user-driven\nassign: { groupTags: [own] }\nenrollmentStatus: { timeout: 2h }\n`
      yield* publishProfile({ file: "own.yaml", text: own }, callerIn(tenantId))
      yield* registered(callerIn(tenantId), NOTEBOOK, "own")
      yield* registered(callerIn(tenantId), NEIGHBOUR)
      yield* discovered(NOTEBOOK)
      const made = yield* plan([page("all", "assign: { allDevices: true }")], tenantId, keep)
      assert.deepStrictEqual(
        made.pages.map(({ serialNumber, to }) => [serialNumber, to?.name]),
        [[NEIGHBOUR.serialNumber, "all"]],
      )
    }).pipe(world),
  )

  it.effect("is refused where two pages have one priority, or one name is a profile's", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      const other = page("other", "priority: 1\nassign: { groupTags: [other] }")
      assert.deepInclude(yield* Effect.flip(plan([other], tenantId, keep)), { code: "page-priority-taken" })
      assert.deepInclude(yield* Effect.flip(publishProfile(other, callerIn(tenantId))), {
        code: "page-priority-taken",
      })
      const named = page("default", "priority: 2\nassign: { groupTags: [x] }")
      assert.deepInclude(yield* Effect.flip(publishProfile(named, callerIn(tenantId))), {
        code: "profile-name-taken",
      })
    }).pipe(world),
  )
})

describe("the versions of an Enrollment Status Page", () => {
  it.effect("are told, compared, taken back, exported and retired as those of a profile", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      yield* publishProfile({ ...SALES, text: SALES.text.replace("60m", "90m") }, callerIn(tenantId))
      yield* publishAgain({ name: "sales-page", version: 1 }, callerIn(tenantId))
      yield* retireProfile("sales-page", callerIn(tenantId))
      const history = yield* profileHistory(tenantId, "sales-page")
      assert.deepStrictEqual(
        history.map(({ act, kind, version }) => [act, kind, version]),
        [
          ["published", "EnrollmentStatusPage", 1],
          ["published", "EnrollmentStatusPage", 2],
          ["published again", "EnrollmentStatusPage", 3],
          ["retired", "EnrollmentStatusPage", 3],
        ],
      )
      const { kind, settings } = yield* profileDiff(tenantId, "sales-page", { from: 1, to: 2 })
      assert.deepStrictEqual([kind, settings.length], ["EnrollmentStatusPage", 1])
      const shown = yield* profileVersion(tenantId, "sales-page", 2)
      assert.deepInclude(shown, { kind: "EnrollmentStatusPage", newest: 3, retired: true })
      assert.include(shown.source, "90m")
      const wanted = { name: "sales-page", version: 2, to: "graph" } as const
      const { text } = yield* exportPublished(tenantId, wanted, { tenantId, domain: "contoso.com" })
      assert.deepInclude(JSON.parse(text), { installProgressTimeoutInMinutes: 90, priority: 1 })
    }).pipe(world),
  )
})
