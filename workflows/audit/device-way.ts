import { Effect } from "effect"
import { streamName } from "#domain/kernel"
import { readFacts } from "#workflows/commands"
import { followAttempt } from "./explain-attempt.ts"

/**
 * The statechart that an attempt of a tenant's device runs, as it was frozen for it, and the states that the device went
 * through in it.
 *
 * Fails as {@link followAttempt} does.
 *
 * @param attempt its number; null for the last one
 */
export const deviceWay = Effect.fn("deviceWay")(function* (
  deviceId: string,
  tenantId: string,
  attempt: number | null,
) {
  const { explanation, ways } = yield* followAttempt(deviceId, tenantId, attempt)
  const { profile } = explanation
  const facts = yield* readFacts(streamName("profile", profile.profileId))
  const [machine] = facts.flatMap(({ fact }) =>
    fact.type === "ProfilePublished" && fact.data.version === profile.version ? [fact.data.machine] : [],
  )
  if (machine === undefined) return yield* Effect.die(new Error(`"${profile.name}" has no such version.`))
  return { attempt: explanation.attempt, profile, machine, ways }
})
