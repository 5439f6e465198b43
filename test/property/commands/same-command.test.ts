import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { streamName } from "#domain/kernel"
import {
  type Answer,
  addUser,
  changeGroupTag,
  changeLicence,
  nameDevice,
  type Report,
  readFacts,
  takeReport,
} from "#workflows/commands"
import { ADMIN, contoso, discovered, registered } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

type Act =
  | { readonly act: "report"; readonly report: Report }
  | { readonly act: "tag" | "name" | "user" | "licence"; readonly value: string }

const value = fc.constantFrom("one", "two")

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant("report" as const),
    report: fc.constantFrom<Report>(
      { report: "network", medium: "wifi" },
      { report: "answers", answers: { region: "GB" } },
      { report: "sign-in", userPrincipalName: "ann@contoso.com" },
      { report: "sign-in", userPrincipalName: "eve@elsewhere.com" },
      { report: "join" },
      { report: "enrol" },
      { report: "reset" },
    ),
  }),
  fc.record({
    act: fc.constantFrom("tag" as const, "name" as const, "user" as const, "licence" as const),
    value,
  }),
)

/** Acts, each with how many others come between it and its repeat; some are never repeated. */
const acts = fc.array(fc.record({ act: anyAct, repeatedAfter: fc.option(fc.nat({ max: 4 })) }), {
  maxLength: 12,
})

/** The acts by their keys, with the repeats among them. */
const withRepeats = (all: typeof acts extends fc.Arbitrary<infer A> ? A : never) => {
  const course: Array<{ readonly key: string; readonly act: Act; readonly at: number }> = []
  for (const [index, { act, repeatedAfter }] of all.entries()) {
    const once = { key: `act-${index}`, act, at: index }
    course.push(once)
    if (repeatedAfter !== null) course.push({ ...once, at: index + repeatedAfter + 0.5 })
  }
  return course.toSorted((a, b) => a.at - b.at)
}

const live = Effect.fn(function* (course: ReadonlyArray<{ readonly key: string; readonly act: Act }>) {
  const tenantId = yield* contoso
  const deviceId = yield* registered({ actor: ADMIN, tenantId, key: "registered" })
  const found = yield* discovered()
  const done = Effect.fnUntraced(function* (key: string, act: Act) {
    const caller = { actor: ADMIN, tenantId, key }
    if (act.act === "report") return yield* takeReport(act.report, found, { key })
    if (act.act === "tag") return yield* changeGroupTag(deviceId, act.value, caller)
    if (act.act === "name") return yield* nameDevice(deviceId, act.value, caller)
    const upn = `${act.value}@contoso.com`
    if (act.act === "user") return yield* addUser({ upn, displayName: act.value }, caller)
    return yield* changeLicence({ type: "AssignLicence", upn: "ann@contoso.com", licence: act.value }, caller)
  })
  const answers = new Map<string, Array<Result.Result<Answer, unknown>>>()
  for (const { act, key } of course) {
    answers.set(key, [...(answers.get(key) ?? []), yield* Effect.result(done(key, act))])
    yield* TestClock.adjust("1 minute")
  }
  const facts = yield* readFacts(streamName("device", deviceId))
  return { answers, commands: facts.map(({ event }) => event.metadata.commandId) }
})

const lived = (course: ReadonlyArray<{ readonly key: string; readonly act: Act }>) =>
  Effect.runPromise(Effect.provide(live(course), [TestClock.layer(), serviceWorld]).pipe(Effect.scoped))

/** What changed nothing left no trace: it is decided anew when it is asked again, as refusals are. */
const hadEffect = (answer: Result.Result<Answer, unknown>): boolean =>
  Result.isSuccess(answer) && answer.success.facts.length > 0

describe("the same command twice", () => {
  it("has one effect and gives the same answer, whatever came between", () =>
    fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const { answers, commands } = await lived(withRepeats(all))
        for (const [first, repeated] of answers.values())
          if (first !== undefined && repeated !== undefined && hadEffect(first))
            assert.deepStrictEqual(repeated, first)
        // Events of one command stand together: a command that had two effects would come back later.
        const runs = commands.filter((id, index) => id !== commands[index - 1])
        assert.strictEqual(new Set(runs).size, runs.length)
      }),
      { numRuns: 40 },
    ))
})
