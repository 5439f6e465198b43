import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { streamName } from "#domain/kernel"
import {
  assignUser,
  profileIdOf,
  publishAgain,
  publishProfile,
  readFacts,
  retireProfile,
} from "#workflows/commands"
import { applyPlan, hasChanges, plan } from "#workflows/rollout"
import { callerIn, contoso, discovered, registered } from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const profile = (name: string, more: string, base = "user-driven") => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nextends: ${base}\n${more}\n`,
})
const SALES = profile("sales", "assign: { groupTags: [sales] }")
const keep = { prune: false }
const kinds = ({ profiles }: { readonly profiles: ReadonlyArray<{ kind: string; name: string }> }) =>
  profiles.map(({ kind, name }) => `${kind} ${name}`)

const eventsOf = (tenantId: string, name: string) =>
  Effect.map(
    readFacts(streamName("profile", profileIdOf(tenantId, { kind: "DeploymentProfile", name }))),
    (facts) => facts.map(({ fact, event }) => ({ type: fact.type, actor: event.metadata.actor.kind, fact })),
  )

const world = Effect.provide(serviceWorld)

describe("a profile is taken out of use", () => {
  it.effect("only by a file that says so, and once: then nothing is left to do", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      const gone = { ...SALES, text: `${SALES.text}retired: true\n` }
      const made = yield* plan([gone], tenantId, keep)
      assert.deepStrictEqual(kinds(made), ["retired sales"])
      yield* applyPlan(made, callerIn(tenantId))
      assert.deepStrictEqual(
        (yield* eventsOf(tenantId, "sales")).map(({ actor, type }) => `${type} by ${actor}`),
        ["ProfilePublished by administrator", "ProfileRetired by administrator"],
      )
      assert.isFalse(hasChanges(yield* plan([gone], tenantId, keep)))
      assert.deepStrictEqual((yield* applyPlan(made, callerIn(tenantId))).applied, [])
    }).pipe(world),
  )

  it.effect("and comes back as the next version, last in the order of assignment", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      yield* retireProfile("sales", callerIn(tenantId))
      const made = yield* plan([SALES], tenantId, keep)
      assert.deepInclude(made.profiles[0], { kind: "new", from: 1, to: 2 })
      yield* applyPlan(made, callerIn(tenantId))
      assert.deepStrictEqual((yield* applyPlan(made, callerIn(tenantId))).applied, [])
    }).pipe(world),
  )

  it.effect("is not published by the way, and the refusal says how to retire it", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const gone = { ...SALES, text: `${SALES.text}retired: true\n` }
      const refusal = yield* Effect.flip(publishProfile(gone, callerIn(tenantId)))
      assert.include(refusal.message, '"sales.yaml" says "retired: true"')
    }).pipe(world),
  )

  it.effect("by name is refused while devices are assigned to it, which are named", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* discovered(NOTEBOOK)
      const refusal = yield* Effect.flip(retireProfile("default", callerIn(tenantId)))
      assert.include(refusal.message, 'The profile "default" is assigned to "CTS-0000042".')
    }).pipe(world),
  )
})

describe("the default profile", () => {
  const CORPORATE = profile("corporate", "assign: { allDevices: true }")

  it.effect("is one: a second one is refused when it is planned and when it is published", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const refusals = [
        yield* Effect.flip(plan([CORPORATE], tenantId, keep)),
        yield* Effect.flip(publishProfile(CORPORATE, callerIn(tenantId))),
      ]
      for (const { message } of refusals)
        assert.include(
          message,
          'Another profile, "default", is assigned to all devices already: a tenant has one default.',
        )
    }).pipe(world),
  )

  it.effect("is replaced by a plan that retires the old one, without a moment in which there is none", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* discovered(NOTEBOOK)
      const old = profile("default", "assign: { allDevices: true }\nretired: true")
      const made = yield* plan([old, CORPORATE], tenantId, keep)
      assert.deepStrictEqual(kinds(made), ["new corporate", "retired default"])
      assert.deepStrictEqual(
        made.devices.map(({ from, to }) => `${from?.name} -> ${to?.name}`),
        ["default -> corporate"],
      )
      assert.deepStrictEqual(
        (yield* applyPlan(made, callerIn(tenantId))).applied.map(({ kind }) => kind),
        ["new", "retired"],
      )
    }).pipe(world),
  )
})

describe("files of one plan", () => {
  it.effect("are published after what they build on, whatever their order", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const emea = profile("sales-emea", "assign: { groupTags: [emea] }", "sales")
      const made = yield* plan([emea, SALES], tenantId, keep)
      assert.deepStrictEqual(kinds(made), ["new sales", "new sales-emea"])
      yield* applyPlan(made, callerIn(tenantId))
      assert.isFalse(hasChanges(yield* plan([emea, SALES], tenantId, keep)))
    }).pipe(world),
  )

  it.effect("do not describe one profile twice", () =>
    Effect.gen(function* () {
      const twice = [SALES, { ...SALES, file: "copy.yaml" }]
      const refusal = yield* Effect.flip(plan(twice, yield* contoso, keep))
      assert.include(refusal.message, '"sales.yaml" and "copy.yaml" both describe "sales":')
    }).pipe(world),
  )

  it.effect("with mistakes make no plan, and every mistake is told", () =>
    Effect.gen(function* () {
      const faulty = [profile("a", "titel: A"), profile("b", "oobe: { mode: self-deploing }")]
      const refused = yield* Effect.flip(plan(faulty, yield* contoso, keep))
      assert.strictEqual(refused._tag, "ProfileRefused")
      if (refused._tag !== "ProfileRefused") return
      assert.deepStrictEqual(
        refused.findings.map(({ file }) => file),
        ["a.yaml", "b.yaml"],
      )
    }).pipe(world),
  )

  it.effect("are told where an older profile takes all their devices", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      const late = profile("late", "assign: { groupTags: [sales, lab] }")
      assert.deepStrictEqual((yield* plan([late], tenantId, keep)).overlaps, [
        { name: "late", rule: 'group tag "sales"', olderProfile: "sales" },
      ])
    }).pipe(world),
  )
})

describe("a device that waits", () => {
  it.effect("is named where self-deploying would ask for a TPM that it has not", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), { ...NOTEBOOK, tpmVersion: "1.2" }, "kiosk")
      yield* registered(callerIn(tenantId), NEIGHBOUR, "kiosk")
      const kiosk = profile("kiosk", "assign: { groupTags: [kiosk] }", "self-deploying")
      assert.deepStrictEqual(
        (yield* plan([kiosk], tenantId, keep)).stranded.map(({ code, serialNumber, why }) => [
          serialNumber,
          code,
          why,
        ]),
        [["CTS-0000042", "0x800705B4", "self-deploying needs a TPM 2.0, and it has TPM 1.2"]],
      )
    }).pipe(world),
  )

  it.effect("is named where a hybrid join meets an assigned user, and not while it is being set up", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const waiting = yield* registered(callerIn(tenantId), NOTEBOOK, "branch")
      const busy = yield* registered(callerIn(tenantId), NEIGHBOUR, "branch")
      for (const id of [waiting, busy]) yield* assignUser(id, "ann@contoso.com", callerIn(tenantId))
      yield* discovered(NEIGHBOUR)
      const branch = profile("branch", "assign: { groupTags: [branch] }", "user-driven-hybrid")
      const { devices, stranded } = yield* plan([branch], tenantId, keep)
      assert.lengthOf(devices, 2)
      assert.deepStrictEqual(
        stranded.map(({ code, serialNumber }) => [serialNumber, code]),
        [["CTS-0000042", "0x80070774"]],
      )
    }).pipe(world),
  )
})

describe("a plan that is late", () => {
  it.effect("is refused when somebody published another version since", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const made = yield* plan([SALES], tenantId, keep)
      yield* publishProfile(profile("sales", "assign: { groupTags: [field] }"), callerIn(tenantId))
      const { message } = yield* Effect.flip(applyPlan(made, callerIn(tenantId)))
      assert.include(message, 'no longer true: the profile "sales" is new after version 0')
      assert.include(message, 'new: the profile "sales" is changed after version 1')
    }).pipe(world),
  )

  it.effect("is refused when it would strand a device that it did not name", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      const hybrid = profile("sales", "assign: { groupTags: [sales] }", "user-driven-hybrid")
      const made = yield* plan([hybrid], tenantId, keep)
      assert.lengthOf(made.stranded, 0)
      yield* assignUser(deviceId, "ann@contoso.com", callerIn(tenantId))
      const { message } = yield* Effect.flip(applyPlan(made, callerIn(tenantId)))
      assert.match(message, /new: the device "[^"]+" would strand with sales v1 \(0x80070774\)/)
    }).pipe(world),
  )

  it.effect("is carried on where it was cut off in the middle", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK, "lab")
      yield* discovered(NOTEBOOK)
      const lab = profile("lab", "assign: { groupTags: [lab] }")
      const made = yield* plan([SALES, lab], tenantId, keep)
      yield* publishProfile(SALES, callerIn(tenantId))
      assert.deepStrictEqual((yield* applyPlan(made, callerIn(tenantId))).applied, [
        { kind: "new", document: "DeploymentProfile", name: "lab", to: 1 },
      ])
    }).pipe(world),
  )

  it.effect("takes no notice of what it does not touch", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const made = yield* plan([SALES], tenantId, keep)
      yield* publishProfile(profile("lab", "assign: { groupTags: [lab] }"), callerIn(tenantId))
      assert.lengthOf((yield* applyPlan(made, callerIn(tenantId))).applied, 1)
    }).pipe(world),
  )
})

describe("a plan that was edited by hand", () => {
  const edited = Effect.fnUntraced(function* (tenantId: string, source: string) {
    const made = yield* plan([SALES], tenantId, keep)
    return { ...made, profiles: made.profiles.map((change) => ({ ...change, source })) }
  })

  it.effect("publishes nothing that has errors", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const faulty = yield* edited(tenantId, `${SALES.text}titel: Sales\n`)
      const refused = yield* Effect.flip(applyPlan(faulty, callerIn(tenantId)))
      assert.strictEqual(refused._tag, "ProfileRefused")
      assert.lengthOf(yield* eventsOf(tenantId, "sales"), 0)
    }).pipe(world),
  )

  it.effect("publishes nothing that comes to something else than it says", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const other = yield* edited(tenantId, `${SALES.text}oobe: { hide: [eula] }\n`)
      const { message } = yield* Effect.flip(applyPlan(other, callerIn(tenantId)))
      assert.include(message, "with the contents")
      assert.lengthOf(yield* eventsOf(tenantId, "sales"), 0)
    }).pipe(world),
  )
})

describe("an old version", () => {
  it.effect("becomes the newest again exactly as it was, and says of which version it is the copy", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      yield* publishProfile(profile("sales", "assign: { groupTags: [field] }"), callerIn(tenantId))
      yield* publishAgain({ name: "sales", version: 1 }, callerIn(tenantId))
      const [first, , third] = yield* eventsOf(tenantId, "sales")
      assert.deepEqual<unknown>(third?.fact.data, { ...first?.fact.data, version: 3, again: 1 })
      assert.isFalse(hasChanges(yield* plan([SALES], tenantId, keep)))
      const repeated = yield* publishAgain({ name: "sales", version: 1 }, callerIn(tenantId))
      assert.lengthOf(repeated.facts, 0)
    }).pipe(world),
  )

  it.effect("that never was is refused", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publishProfile(SALES, callerIn(tenantId))
      const { message } = yield* Effect.flip(publishAgain({ name: "sales", version: 7 }, callerIn(tenantId)))
      assert.include(message, 'The profile "sales" has no version 7: its newest is 1.')
    }).pipe(world),
  )
})
