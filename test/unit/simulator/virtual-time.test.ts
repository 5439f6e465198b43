import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import {
  Administration,
  atTheBeginning,
  directAdministration,
  directDeviceApi,
  fleetFile,
  PLANS,
  profilesFor,
  readMix,
  runVirtually,
  virtualFleet,
  withFiles,
} from "#adapters/simulator"
import { streamName } from "#domain/kernel"
import { createTenant, readFacts } from "#workflows/commands"
import { EventStore, START } from "#workflows/ports"
import { ADMIN } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

const FROM = Date.UTC(2026, 0, 12, 8)
const CAST = { licensed: "ann@contoso.com", unlicensed: "bob@contoso.com", stranger: "eve@fabrikam.com" }

const world = directDeviceApi.pipe(Layer.provideMerge(serviceWorld))

const mixOf = (text: string) => {
  const read = readMix(text)
  return "mix" in read ? read.mix : assert.fail(read.unknown)
}

const prepared = Effect.fnUntraced(function* (devices: ReturnType<typeof virtualFleet>) {
  const { addUser, importDevices, publishProfile } = yield* Administration
  yield* addUser(CAST.licensed, true)
  yield* addUser(CAST.unlicensed, false)
  yield* Effect.forEach(profilesFor(devices.map(({ plan }) => plan)), publishProfile)
  yield* importDevices(fleetFile(devices, null))
  return yield* withFiles(devices)
})

/** A fresh world in which devices go through a mix; answers how they ended and the whole log. */
const simulated = (seed: string, count: number, mix: ReturnType<typeof mixOf> | null) =>
  Effect.gen(function* () {
    const created = createTenant(
      { name: "Contoso", domains: ["contoso.com"] },
      { actor: ADMIN, tenantId: null, key: "tenant" },
    )
    const { tenantId } = yield* created.pipe(atTheBeginning({ from: FROM }))
    const administration = directAdministration({
      caller: { actor: ADMIN, tenantId },
      domains: ["contoso.com"],
    })
    const devices = virtualFleet({ seed, count, mix, cast: CAST })
    const silent = { tell: () => Effect.void, ended: () => Effect.void }
    const runs = yield* prepared(devices).pipe(
      atTheBeginning({ from: FROM }),
      Effect.flatMap((ready) => runVirtually(ready, { seed, from: FROM, ...silent })),
      Effect.provide(administration),
    )
    const log = yield* Stream.runCollect((yield* EventStore).readAll(START))
    const histories = yield* Effect.forEach(runs, ({ deviceId }) =>
      Effect.map(readFacts(streamName("device", deviceId ?? "")), (facts) => facts.map(({ fact }) => fact)),
    )
    return { devices, runs, histories, log: JSON.stringify(log) }
  }).pipe(Effect.provide(world))

describe("a mix", () => {
  it("is read as names with shares; a name that is no plan is given back", () => {
    assert.deepStrictEqual(
      mixOf("straight=8, no-licence").map(({ plan, share }) => [plan.name, share]),
      [
        ["straight", 8],
        ["no-licence", 1],
      ],
    )
    assert.strictEqual(mixOf("mix").length, PLANS.length)
    for (const wrong of ["strait", "straight=0", "straight=x", "straight=1,,no-licence"])
      assert.property(readMix(wrong), "unknown")
  })

  it("gives each device the same plan for the same seed, in about the shares asked for", () => {
    const names = (seed: string) =>
      virtualFleet({ seed, count: 400, mix: mixOf("straight=3,no-licence=1"), cast: CAST }).map(
        ({ plan }) => plan.name,
      )
    assert.deepStrictEqual(names("7"), names("7"))
    assert.notDeepEqual(names("7"), names("8"))
    const straight = names("7").filter((name) => name === "straight").length
    assert.isAbove(straight, 270)
    assert.isBelow(straight, 330)
  })
})

describe("a simulation in its own time", () => {
  it.effect("takes every plan to its end", () =>
    Effect.gen(function* () {
      const { devices, runs } = yield* simulated("7", PLANS.length, null)
      assert.deepStrictEqual(
        runs.map(({ ended, stopped }, index) => [devices[index]?.plan.name, stopped?.message ?? ended]),
        PLANS.map(({ name }) => [name, "done"]),
      )
    }),
  )

  it.effect("is the same log for the same seed, byte by byte, and another one for another seed", () =>
    Effect.gen(function* () {
      const mix = mixOf("mix")
      const first = yield* simulated("7", 12, mix)
      const again = yield* simulated("7", 12, mix)
      const other = yield* simulated("8", 12, mix)
      assert.isAbove(first.log.length, 50_000)
      assert.isTrue(first.log === again.log)
      assert.isFalse(first.log === other.log)
    }),
  )

  it.effect("lets the page time out and the user of a resealed device wait, in no time", () =>
    Effect.gen(function* () {
      const { histories } = yield* simulated("7", 6, mixOf("page-timed-out,pre-provisioned"))
      const all = histories.flat()
      const minutes = (type: string) => all.filter((fact) => fact.type === type).length
      assert.isAbove(minutes("EspTimedOut"), 0)
      assert.isAbove(minutes("DeviceResealed"), 0)
    }),
  )
})
