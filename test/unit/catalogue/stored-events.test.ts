import { describe, expect, it } from "@effect/vitest"
import { Arbitrary, Effect, Result, Schema } from "effect"
import { currentVersion, type DomainFactType, decodeFact, encodeFact, eventTypes } from "#domain/catalogue"
import { allFixtures, allTypes, shapeOf } from "../../support/event-fixtures/fixtures.ts"

const fixtures = allFixtures()

const fixtureOf = (type: string, version: number) =>
  fixtures.find((one) => one.type === type && one.version === version)

const WHAT_TO_DO = (type: DomainFactType): string => {
  const version = currentVersion(type)
  return [
    `The shape of "${type}" has changed, but its version is still ${version}.`,
    "Stored events are for ever. Do one of these:",
    `- Add an upcaster from version ${version} to domain/catalogue/upcasters.ts ("${type}: [..., (data) => data]" where only`,
    "  something was added that may be absent), then: npm run fixtures",
    `- Or, if no log outside your machine can have an event of this version yet, delete test/data/events/${type}.v${version}.json,`,
    "  then: npm run fixtures",
  ].join("\n")
}

describe("stored events", () => {
  it("have a fixture for every type and version (a new type or version gets one by: npm run fixtures)", () => {
    const wanted = allTypes.flatMap((type) =>
      Array.from({ length: currentVersion(type) }, (_, index) => `${type}.v${index + 1}`),
    )
    expect(fixtures.map(({ type, version }) => `${type}.v${version}`).toSorted()).toEqual(wanted.toSorted())
  })

  it.each(allTypes)("%s has not changed without a new version", (type) => {
    const fixture = fixtureOf(type, currentVersion(type))
    if (fixture !== undefined) expect(shapeOf(type), WHAT_TO_DO(type)).toBe(fixture.schema)
  })

  it.each(fixtures)("$type of version $version is read in the newest shape", ({ data, type, version }) => {
    const fact = Result.getOrThrow(decodeFact(type, version, data))
    const written = encodeFact(fact)
    // What was written in the newest shape is read again as the same.
    expect(Result.getOrThrow(decodeFact(type, currentVersion(fact.type), written))).toEqual(fact)
    if (version === currentVersion(fact.type)) expect(written).toEqual(data)
  })

  it.effect.each(allTypes)("any %s is read as it was written", (type) =>
    Effect.gen(function* () {
      const schema: Schema.Codec<DomainFactData, Schema.JsonObject> = eventTypes[type]
      for (const data of yield* Arbitrary.sampleEffect(Arbitrary.schema(schema), { seed: 1, count: 20 })) {
        const written = JSON.parse(JSON.stringify(Schema.encodeSync(schema)(data)))
        const fact = Result.getOrThrow(decodeFact(type, currentVersion(type), written))
        expect(encodeFact(fact)).toEqual(written)
      }
    }),
  )
})

interface DomainFactData {
  readonly [key: string]: unknown
}

describe("an event of an older version", () => {
  const registry = {
    DeviceNamed: [
      ({ name = null }: Schema.JsonObject) => ({ before: null, after: name }),
      (data: Schema.JsonObject) => ({ ...data, after: `${data.after} (upcast)` }),
    ],
  }
  const read = (version: number, data: Schema.JsonObject) =>
    Result.map(decodeFact("DeviceNamed", version, data, registry), (fact) => fact.data)

  it("is brought from version to version to the newest", () => {
    expect(Result.getOrThrow(read(1, { name: "A" }))).toEqual({ before: null, after: "A (upcast)" })
    expect(Result.getOrThrow(read(2, { before: "A", after: "B" }))).toEqual({
      before: "A",
      after: "B (upcast)",
    })
    expect(Result.getOrThrow(read(3, { before: "A", after: "B" }))).toEqual({ before: "A", after: "B" })
  })

  it("that a newer Flightlog wrote is refused with the versions that are known, never misread", () => {
    expect(Result.merge(read(4, { before: "A", after: "B" }))).toMatchObject({
      _tag: "UnreadableEvent",
      message:
        'The event "DeviceNamed" (version 4) cannot be read: this Flightlog knows versions 1 to 3 of it.',
    })
  })
})
