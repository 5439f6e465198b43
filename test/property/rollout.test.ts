import { describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import fc from "fast-check"
import { expect } from "vitest"
import { decodeFact } from "#domain/catalogue"
import { publishProfile, type ReadFact } from "#workflows/commands"
import { EventStore, Knowledge, START } from "#workflows/ports"
import { assignment } from "#workflows/processes"
import { applyPlan, hasChanges, plan } from "#workflows/rollout"
import { callerIn, contoso, discovered, registered } from "../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../support/machines.ts"
import { serviceWorld } from "../support/service-world.ts"

const TAGS = ["a", "b"] as const
const NAMES = ["one", "two"] as const

const assignLine = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...TAGS), { minLength: 1 }).map((tags) => `groupTags: [${tags.join(", ")}]`),
  fc.constantFrom(...TAGS).map((tag) => `groupTags: [${tag}], where: 'device.model.contains("Book")'`),
)

const text = fc.record({
  assign: assignLine,
  minutes: fc.constantFrom(30, 60),
  retired: fc.boolean(),
})

const fileOf = (
  name: string,
  { assign, minutes, retired }: { assign: string; minutes: number; retired: boolean },
) => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nextends: user-driven\nassign: { ${assign} }\nenrollmentStatus: { timeout: ${minutes}m }\n${retired ? "retired: true\n" : ""}`,
})

const story = fc.record({
  before: fc.dictionary(fc.constantFrom(...NAMES), text),
  after: fc.dictionary(fc.constantFrom(...NAMES), text),
  prune: fc.boolean(),
  tags: fc.tuple(fc.option(fc.constantFrom(...TAGS)), fc.option(fc.constantFrom(...TAGS))),
  begun: fc.boolean(),
})

/** Lets the assignment process react to everything, as a server does sooner or later. */
const settled = Effect.gen(function* () {
  const batch: Array<ReadFact> = []
  for (const event of yield* Stream.runCollect((yield* EventStore).readAll(START)))
    if (assignment.handles.some((type) => type === event.type))
      batch.push({
        event,
        fact: yield* Effect.fromResult(decodeFact(event.type, event.metadata.version, event.payload.data)),
      })
  yield* assignment.react(batch)
})

const profilesOf = Effect.fnUntraced(function* (tenantId: string) {
  const devices = yield* (yield* Knowledge).assignableDevices(tenantId, { after: "", limit: 10 })
  return new Map(
    devices.map(({ deviceId, profile }) => [
      deviceId,
      profile === null ? null : { name: profile.name, version: profile.version },
    ]),
  )
})

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

/** A tenant as it was before: some profiles, two machines, perhaps one that is being set up. */
const begin = Effect.fnUntraced(function* ({ before, begun, tags }: Story) {
  const tenantId = yield* contoso
  for (const [name, profile] of Object.entries(before))
    yield* publishProfile(fileOf(name, { ...profile, retired: false }), callerIn(tenantId))
  yield* registered(callerIn(tenantId), NOTEBOOK, tags[0])
  yield* registered(callerIn(tenantId), NEIGHBOUR, tags[1])
  if (begun) yield* discovered(NOTEBOOK)
  yield* settled
  return tenantId
})

const holdsFor = Effect.fnUntraced(function* (told: Story) {
  const tenantId = yield* begin(told)
  const had = yield* profilesOf(tenantId)
  const files = Object.entries(told.after).map(([name, profile]) => fileOf(name, profile))
  const made = yield* plan(files, tenantId, { prune: told.prune })
  yield* applyPlan(made, callerIn(tenantId))
  yield* settled
  const promised = new Map(made.devices.map(({ deviceId, to }) => [deviceId, to]))
  for (const [deviceId, profile] of yield* profilesOf(tenantId))
    expect(profile).toEqual(promised.has(deviceId) ? promised.get(deviceId) : had.get(deviceId))
  expect(hasChanges(yield* plan(files, tenantId, { prune: told.prune }))).toBe(false)
})

describe("a plan", () => {
  it("tells exactly what each device has once it is applied, and what it says nothing of stays", async () => {
    await fc.assert(
      fc.asyncProperty(story, (told) =>
        holdsFor(told).pipe(Effect.provide(serviceWorld), Effect.scoped, Effect.runPromise),
      ),
      { numRuns: 12 },
    )
  })
})
