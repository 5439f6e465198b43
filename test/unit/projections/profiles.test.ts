import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { catalogueOf, listProfiles, profileNamed, profiles } from "#projections/profiles"
import { assignTo as assign, published, retired } from "../../support/published-profiles.ts"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { minute, record, TENANT } from "../../support/recorded-facts.ts"

const publish = (name: string, version: number, tenant = TENANT) =>
  record(`profile-${name}`, { ...published(name, version), tenant })

const ranks = Effect.gen(function* () {
  yield* caughtUp
  const { generation, profiles } = yield* catalogueOf(TENANT)
  return { generation, profiles: profiles.map(({ rank, ref }) => [ref.digest, rank]) }
})

const world = () => Effect.provide(readModelWorld(profiles))

it.effect("given nothing published, then the catalogue is empty and of generation 0", () =>
  Effect.gen(function* () {
    expect(yield* catalogueOf(TENANT)).toEqual({ generation: 0, profiles: [], groups: [] })
  }).pipe(world()),
)

it.effect(
  "given two profiles, when the first gets a new version, then it keeps its rank and the generation grows",
  () =>
    Effect.gen(function* () {
      yield* publish("sales", 1)
      yield* publish("kiosk", 1)
      yield* publish("sales", 2)
      expect(yield* ranks).toEqual({
        generation: 3,
        profiles: [
          ["sales@2", 1],
          ["kiosk@1", 2],
        ],
      })
      expect((yield* catalogueOf(TENANT)).profiles[0]).toEqual({
        ref: { profileId: "sales", name: "sales", version: 2, digest: "sales@2" },
        assign: assign(["sales"]),
        rank: 1,
      })
    }).pipe(world()),
)

it.effect("given a profile that is retired and published again, then it ranks last", () =>
  Effect.gen(function* () {
    yield* publish("sales", 1)
    yield* publish("kiosk", 1)
    yield* record("profile-sales", retired("sales", 1))
    expect(yield* ranks).toEqual({ generation: 3, profiles: [["kiosk@1", 2]] })
    yield* publish("sales", 2)
    expect(yield* ranks).toEqual({
      generation: 4,
      profiles: [
        ["kiosk@1", 2],
        ["sales@2", 4],
      ],
    })
  }).pipe(world()),
)

it.effect("given a lifecycle, then it neither counts nor is offered, published or retired", () =>
  Effect.gen(function* () {
    yield* publish("sales", 1)
    yield* record("profile-life", published("life", 1, "Lifecycle"), retired("life", 1))
    expect(yield* ranks).toEqual({ generation: 1, profiles: [["sales@1", 1]] })
  }).pipe(world()),
)

it.effect("given profiles of two tenants, then each has a catalogue of its own", () =>
  Effect.gen(function* () {
    yield* publish("theirs", 1, "another tenant")
    yield* publish("sales", 1)
    expect(yield* ranks).toEqual({ generation: 1, profiles: [["sales@1", 1]] })
  }).pipe(world()),
)

it.effect(
  "given a tenant's profiles, then they are listed by rank, retired ones only if asked for, and found by name",
  () =>
    Effect.gen(function* () {
      yield* record(
        "profile-sales",
        { ...published("sales", 1), minute: 4 },
        { ...retired("sales", 1), minute: 9 },
      )
      yield* publish("kiosk", 1)
      yield* caughtUp
      const names = (retired: boolean) =>
        Effect.map(listProfiles(TENANT, { retired }), (entries) => entries.map(({ name }) => name))
      expect(yield* names(false)).toEqual(["kiosk"])
      expect(yield* names(true)).toEqual(["sales", "kiosk"])
      expect(yield* profileNamed(TENANT, "sales")).toEqual({
        id: "sales",
        name: "sales",
        priority: null,
        title: "The sales profile",
        kind: "DeploymentProfile",
        version: 1,
        digest: "sales@1",
        assign: assign(["sales"]),
        rank: 1,
        retiredAt: minute(9),
        publishedAt: minute(4),
      })
      expect(yield* profileNamed("another tenant", "sales")).toBeUndefined()
    }).pipe(world()),
)
