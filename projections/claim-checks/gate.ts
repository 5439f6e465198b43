import { Clock, Effect, Layer } from "effect"
import { Refusal, timestampOf } from "#domain/kernel"
import { ReadModels } from "#projections/runtime"
import { ClaimCheckGate, KnowledgeFailure } from "#workflows/ports"
import { countClaimChecks } from "./read.ts"

/** How many claim checks a tenant may make within a minute: enough to try a delivery, too few to try machines out. */
export const CHECKS_PER_MINUTE = 20

const MINUTE = 60_000

const tooMany = () =>
  new Refusal({
    kind: "limited",
    code: "claim-checks-limited",
    what: `This tenant has asked about ${CHECKS_PER_MINUTE} devices within a minute; more are not answered.`,
    remedy: "Wait a minute. Whoever is to register many devices imports them: each row says what came of it.",
  })

/**
 * Limits the claim checks of each tenant: by what is recorded, so that a restart or another process forgets nothing, and
 * by what this process let through and is not recorded yet.
 */
export const claimCheckGate: Layer.Layer<never, never, ReadModels> = Layer.effect(
  ClaimCheckGate,
  Effect.gen(function* () {
    const readModels = yield* ReadModels
    const admitted = new Map<string, ReadonlyArray<number>>()
    const admit = Effect.fn("admitClaimCheck")(function* (tenantId: string) {
      const now = yield* Clock.currentTimeMillis
      const since = now - MINUTE
      const recorded = yield* countClaimChecks(tenantId, timestampOf(since)).pipe(
        Effect.provideService(ReadModels, readModels),
        Effect.mapError(({ reason, remedy }) => new KnowledgeFailure({ reason, remedy })),
      )
      const recent = (admitted.get(tenantId) ?? []).filter((at) => at > since)
      if (Math.max(recorded, recent.length) >= CHECKS_PER_MINUTE) return yield* tooMany()
      admitted.set(tenantId, [...recent, now])
    })
    return { admit }
  }),
)
