import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { readMoment, whyProfile } from "#workflows/audit"
import {
  changeGroupTag,
  deregister,
  publishProfile,
  type ReadFact,
  readFacts,
  retireProfile,
} from "#workflows/commands"
import { assignment } from "#workflows/processes"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const profile = (name: string, assign: string) => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nextends: user-driven\nassign: ${assign}\n`,
})

/** Lets the assignment process react to the newest event of a stream. */
const weighed = Effect.fnUntraced(function* (stream: string) {
  const facts: ReadonlyArray<ReadFact> = yield* readFacts(stream)
  yield* assignment.react(facts.slice(-1))
  yield* TestClock.adjust("1 hour")
})

/** A notebook that got the default profile at first, then one by its tag. */
const story = Effect.gen(function* () {
  const tenantId = yield* contoso
  const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
  yield* weighed(`device-${deviceId}`)
  const first = (yield* readFacts(`device-${deviceId}`)).at(-1)?.event
  yield* publishProfile(profile("sales", "{ groupTags: [sales] }"), callerIn(tenantId))
  yield* publishProfile(profile("field", "{ groupTags: [sales, field] }"), callerIn(tenantId))
  yield* changeGroupTag(deviceId, "sales", callerIn(tenantId))
  yield* weighed(`device-${deviceId}`)
  return { tenantId, deviceId, first }
})

describe("why this profile", () => {
  it.effect("is answered with every profile that was weighed, its rule, and why it won or lost", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* story
      const { candidates, cause, desired, says } = yield* whyProfile(deviceId, tenantId, null)
      assert.strictEqual(desired?.name, "sales")
      assert.deepStrictEqual(
        candidates.map(({ name, rule, why }) => [name, rule, why]),
        [
          ["sales", 'group tag "sales"', "of those that apply, it was published first"],
          ["field", 'group tag "sales"', 'applies, but "sales" comes before it'],
          ["default", "the default for all devices", 'applies, but "sales" comes before it'],
        ],
      )
      assert.deepInclude(cause, { kind: "device", type: "GroupTagChanged" })
      assert.strictEqual(
        says,
        'The device is to have "sales" version 1 by group tag "sales": of those that apply, it was published first. It was given no profile yet.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is answered for any moment of the past by what was decided then, whatever came later", () =>
    Effect.gen(function* () {
      const { deviceId, first, tenantId } = yield* story
      for (const at of [first?.metadata.recordedAt, first?.position]) {
        const then = yield* whyProfile(deviceId, tenantId, yield* readMoment(at ?? ""))
        assert.strictEqual(then.desired?.name, "default")
        assert.deepStrictEqual(
          then.candidates.map(({ name }) => name),
          ["default"],
        )
      }
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("names the publication that changed it, and who published", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* story
      const { stream } = yield* publishProfile(
        profile("sales", "{ groupTags: [sales, emea] }"),
        callerIn(tenantId),
      )
      yield* weighed(stream)
      const { cause, desired } = yield* whyProfile(deviceId, tenantId, null)
      assert.strictEqual(desired?.version, 2)
      assert.deepInclude(cause, { kind: "profiles", type: "ProfilePublished" })
      assert.strictEqual(cause?.by?.kind, "administrator")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("keeps apart what a device is to have and what it was given", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* story
      yield* discovered(NOTEBOOK)
      yield* changeGroupTag(deviceId, null, callerIn(tenantId))
      yield* weighed(`device-${deviceId}`)
      const { delivered, desired, says } = yield* whyProfile(deviceId, tenantId, null)
      assert.strictEqual(desired?.name, "default")
      assert.deepInclude(delivered, { attempt: 1, isDesired: false })
      assert.include(
        says,
        'In attempt 1 it was given "sales" version 1, and keeps it until it is set up anew.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is none once the device was deregistered, and what held before is told of then", () =>
    Effect.gen(function* () {
      const { deviceId, first, tenantId } = yield* story
      yield* deregister(deviceId, "sold", callerIn(tenantId))
      const { candidates, desired, says } = yield* whyProfile(deviceId, tenantId, null)
      assert.deepStrictEqual([desired, candidates], [null, []])
      assert.strictEqual(
        says,
        "The device is not registered any more: its next start is the ordinary setup of Windows (807). It was given no profile.",
      )
      const then = yield* whyProfile(deviceId, tenantId, yield* readMoment(first?.position ?? ""))
      assert.strictEqual(then.desired?.name, "default")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("tells the page that was chosen as well, of which attempt, and why the others lost", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* story
      assert.isNull((yield* whyProfile(deviceId, tenantId, null)).page)
      const text = `dsl: 1\nkind: EnrollmentStatusPage\nname: sales-page\npriority: 1\nassign: { groupTags: [sales] }\nenrollmentStatus: { timeout: 90m }\n`
      yield* publishProfile({ file: "sales-page.yaml", text }, callerIn(tenantId))
      const device = yield* discovered(NOTEBOOK)
      for (const report of upToEnrolment()) yield* device.report(report)
      const { page, says } = yield* whyProfile(deviceId, tenantId, null)
      assert.deepInclude(page?.page, { name: "sales-page", version: 1 })
      assert.strictEqual(page?.attempt, 1)
      assert.deepStrictEqual(
        page?.candidates.map(({ name, won }) => [name, won]),
        [
          ["sales-page", true],
          ["sales", false],
        ],
      )
      assert.include(
        says,
        'Its Enrollment Status Page in attempt 1 is "sales-page" version 1 by group tag "sales": of the pages of the device that apply, it has the best priority.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("still reads well when the profile was retired and the device not weighed again (809)", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* story
      yield* retireProfile("sales", callerIn(tenantId), { after: 1 })
      const { desired, retiredAt, says } = yield* whyProfile(deviceId, tenantId, null)
      assert.strictEqual(desired?.name, "sales")
      assert.isNotNull(retiredAt)
      assert.include(says, "(809): the device is weighed again when it next asks")
      // It does: the device gets what applies to it now, not what nobody offers any more.
      assert.strictEqual((yield* discovered(NOTEBOOK)).profile.name, "field")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is answered without a profile, too: 815 once the default is retired", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* retireProfile("default", callerIn(tenantId))
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      const before = yield* whyProfile(deviceId, tenantId, null)
      assert.strictEqual(before.says, "The device was not weighed yet. It was given no profile yet.")
      const refusal = yield* Effect.flip(discovered(NOTEBOOK))
      assert.include(JSON.stringify(refusal), '"815"')
      yield* weighed(`device-${deviceId}`)
      const after = yield* whyProfile(deviceId, tenantId, null)
      assert.isNull(after.desired)
      assert.include(after.says, "its next start is the ordinary setup of Windows (815).")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
