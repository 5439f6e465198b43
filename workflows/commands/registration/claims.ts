import { Effect, Result } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type ClaimFact, type ClaimState, evolveClaim, initialClaim } from "#domain/claim"
import { type HardwareSummary, identityKeys } from "#domain/hardware"
import { claimStream } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { appendAt } from "../execution/append.ts"
import type { Origin } from "../execution/caller.ts"
import { now } from "../execution/execute.ts"
import { carriedOf, extendEnd, noEnd, readFacts, type StreamEnd, stamp } from "../execution/history.ts"
import { propose } from "../execution/propose.ts"

/** One claim stream as it was read. */
export interface Claim {
  readonly stream: string
  readonly state: ClaimState
  readonly end: StreamEnd
}

/** The registration that a claim is made for. */
export interface Claimant {
  readonly deviceId: string
  readonly tenantId: string
  readonly life: number
  /** The device is registered, and claims for its next hash. */
  readonly rehash?: true
}

/** The claim streams of a machine's identities, in the order in which everybody claims them. */
export const claimStreams = (keys: Keys["Service"], hardware: HardwareSummary): ReadonlyArray<string> =>
  identityKeys(hardware)
    .map(({ kind, value }) => claimStream(kind, keys.digest(`hardware-${kind}`, value)))
    .toSorted()

const isClaimFact = (fact: DomainFact): fact is ClaimFact =>
  fact.type === "HardwareClaimed" || fact.type === "HardwareReleased"

/** Reads one claim. */
export const readClaim = Effect.fnUntraced(function* (stream: string) {
  const facts = yield* readFacts(stream)
  let state = initialClaim
  for (const { event, fact } of facts)
    if (isClaimFact(fact)) state = evolveClaim(state, fact, { at: event.metadata.recordedAt })
  return { stream, state, end: extendEnd(noEnd(), stream, carriedOf(facts)) } satisfies Claim
})

/** A claim that nobody ever made. */
export const neverClaimed = (stream: string): Claim => ({ stream, state: initialClaim, end: noEnd() })

/** Reads the claims on a machine's identities. */
export const readClaims = Effect.fnUntraced(function* (hardware: HardwareSummary) {
  return yield* Effect.forEach(claimStreams(yield* Keys, hardware), (stream) => readClaim(stream))
})

const appendClaim = Effect.fnUntraced(function* ({ end, stream }: Claim, fact: ClaimFact, origin: Origin) {
  // Who claims is nobody's business: an identity's stream belongs to no tenant.
  const anonymous = { ...origin, tenantId: null, actorName: null }
  const placement = {
    stream,
    revision: end.revision + 1,
    recordedAt: stamp(end, yield* now),
    wakeAt: undefined,
  }
  const proposed = yield* propose([{ fact, emitted: false, origin: anonymous }], placement)
  return yield* appendAt(stream, end.revision, proposed)
})

/** Ends a claim as it was read; false where somebody wrote to it since. */
export const releaseAsRead = Effect.fnUntraced(function* (
  claim: Claim,
  { deviceId, life }: Omit<Claimant, "tenantId">,
  reason: string,
  origin: Origin,
) {
  const fact: ClaimFact = { type: "HardwareReleased", data: { deviceId, life, reason } }
  return yield* appendClaim(claim, fact, origin).pipe(
    Effect.as(true),
    Effect.catchTag("WrongExpectedRevision", () => Effect.succeed(false)),
  )
})

/** Ends a claim if it is still the claimant's; harmless when it is not. */
export const release = Effect.fnUntraced(function* (
  stream: string,
  { deviceId, life }: Omit<Claimant, "tenantId">,
  reason: string,
  origin: Origin,
) {
  while (true) {
    const claim = yield* readClaim(stream)
    const { holder } = claim.state
    if (holder?.deviceId !== deviceId || holder.life !== life) return
    if (yield* releaseAsRead(claim, { deviceId, life }, reason, origin)) return
  }
})

/** Whether a claim is that of a life of a device. */
export const isHeldBy = ({ state: { holder } }: Claim, { deviceId, life }: Claimant): boolean =>
  holder?.deviceId === deviceId && holder.life === life

interface Claimed {
  readonly stream: string
  readonly revision: number
}

/** Releases what was claimed, unless somebody has written to it since. */
const unclaim = Effect.fnUntraced(function* (
  claimed: ReadonlyArray<Claimed>,
  claimant: Claimant,
  origin: Origin,
) {
  for (const { revision, stream } of claimed) {
    const own = yield* readClaim(stream)
    if (own.end.revision === revision)
      yield* releaseAsRead(own, claimant, "another registration was quicker", origin)
  }
})

/**
 * Claims free identities in their order, up to one on which somebody else is quicker: what a rehash claimed here is released
 * then, what a registration claimed is for its caller to give back.
 *
 * @returns whether all are the claimant's now
 */
export const claimAll = Effect.fnUntraced(function* (
  claims: ReadonlyArray<Claim>,
  claimant: Claimant,
  origin: Origin,
) {
  const fact: ClaimFact = { type: "HardwareClaimed", data: claimant }
  const claimed: Array<Claimed> = []
  for (const claim of claims) {
    // A rehash claims anew each time it is tried: only so can nobody take over what it relies on.
    if (isHeldBy(claim, claimant) && claimant.rehash === undefined) continue
    const appended = yield* Effect.result(appendClaim(claim, fact, origin))
    if (Result.isSuccess(appended)) {
      claimed.push({ stream: claim.stream, revision: appended.success.revision })
      continue
    }
    if (claimant.rehash === true) yield* unclaim(claimed, claimant, origin)
    if (appended.failure._tag !== "WrongExpectedRevision") return yield* Effect.fail(appended.failure)
    return false
  }
  return true
})
