import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { epochMillis } from "#domain/kernel"
import { CHECKS_PER_MINUTE, claimCheckGate, claimChecks, listClaimChecks } from "#projections/claim-checks"
import { ClaimCheckGate } from "#workflows/ports"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { minute, record, TENANT } from "../../support/recorded-facts.ts"

const world = () => Effect.provide(Layer.provideMerge(claimCheckGate, readModelWorld(claimChecks)))

const checked = (claimable: boolean, at: number) => ({
  type: "ClaimChecked" as const,
  data: { fingerprint: `${at}`, claimable },
  minute: at,
  actor: "6b1cbd43",
  personal: [{ subject: "6b1cbd43", values: { actorName: "Ada" } }],
})

it.effect("given claim checks, then the tenant's list has them with who asked, the newest first", () =>
  Effect.gen(function* () {
    yield* record("check-1", checked(true, 1))
    yield* record("check-2", checked(false, 2))
    yield* caughtUp
    const listed = yield* listClaimChecks(TENANT, 10)
    expect(listed.map(({ position: _position, ...one }) => one)).toEqual([
      { at: minute(2), fingerprint: "2", claimable: false, askedBy: "6b1cbd43", askedByName: "Ada" },
      { at: minute(1), fingerprint: "1", claimable: true, askedBy: "6b1cbd43", askedByName: "Ada" },
    ])
    expect(yield* listClaimChecks("another", 10)).toEqual([])
  }).pipe(world()),
)

it.effect(
  "given as many as a minute takes, recorded by whichever process, then no more until it is over",
  () =>
    Effect.gen(function* () {
      const { admit } = yield* ClaimCheckGate
      for (let check = 0; check < CHECKS_PER_MINUTE; check++)
        yield* record(`check-${check}`, checked(true, 5))
      yield* caughtUp
      yield* TestClock.setTime(epochMillis(minute(5)) + 59_999)
      const refused = yield* Effect.flip(admit(TENANT))
      expect(refused).toMatchObject({ code: "claim-checks-limited", kind: "limited" })
      yield* admit("another")
      yield* TestClock.adjust("1 second")
      yield* admit(TENANT)
    }).pipe(world()),
)
