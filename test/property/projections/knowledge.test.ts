import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import fc from "fast-check"
import { partKeys } from "#domain/hardware"
import { allProjections } from "#projections/all"
import { knowledge } from "#projections/knowledge"
import { type AssignableDevice, EventStore, Knowledge } from "#workflows/ports"
import { anyLog, type StreamFact } from "../../support/any-facts.ts"
import { logKnowledge } from "../../support/log-knowledge.ts"
import { memoryWorld } from "../../support/memory-world.ts"
import { readModelsInMemory } from "../../support/read-model-world.ts"
import { minute, record, TENANT } from "../../support/recorded-facts.ts"
import { someHardware } from "../../support/told-facts.ts"

const RUNS = 100

/** Groups are a set. */
const inOrder = ({ facts, ...device }: AssignableDevice) => ({
  ...device,
  facts: { ...facts, groups: facts.groups.toSorted() },
})

/** All that a process can ask, of the tenant's devices and profiles and of what is due. */
const answers = Effect.gen(function* () {
  const knows = yield* Knowledge
  yield* knows.reached(yield* (yield* EventStore).head)
  const due = yield* knows.due(minute(60), 100)
  const catalogue = yield* knows.catalogue(TENANT)
  return {
    catalogue: { ...catalogue, profiles: catalogue.profiles.toSorted((a, b) => a.rank - b.rank) },
    pages: yield* Effect.map(knows.pageCatalogue(TENANT), (offered) => ({
      ...offered,
      pages: offered.pages.toSorted((a, b) => (a.ref.name < b.ref.name ? -1 : 1)),
    })),
    devices: (yield* knows.assignableDevices(TENANT, { after: "", limit: 100 })).map(inOrder),
    after: (yield* knows.assignableDevices(TENANT, { after: "d1", limit: 1 })).map(inOrder),
    convertible: yield* knows.convertibleDevices(TENANT, { after: "", limit: 100 }),
    due: due.map(({ dueAt, stream, tenantId }) => [dueAt, stream, tenantId].join(" ")).toSorted(),
    nextDue: yield* knows.nextDue,
    parts: yield* knows.partHolders(partKeys(someHardware()).map(({ digest }) => digest)),
  }
})

const asked = Effect.fnUntraced(function* (log: ReadonlyArray<StreamFact>) {
  for (const { fact, stream } of log) yield* record(stream, fact)
  const readModels = knowledge.pipe(Layer.provide(readModelsInMemory(allProjections)))
  return [yield* Effect.provide(answers, readModels), yield* Effect.provide(answers, logKnowledge)] as const
})

it("what processes learn from the read models is what the whole log says", async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (log) => {
      const [known, said] = await Effect.runPromise(Effect.provide(asked(log.flat()), memoryWorld))
      expect(known).toEqual(said)
    }),
    { numRuns: RUNS },
  )
})
