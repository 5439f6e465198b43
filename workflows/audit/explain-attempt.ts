import { Effect } from "effect"
import { Refusal } from "#domain/kernel"
import { MachineLibrary } from "#workflows/commands"
import { explanationOf } from "./attempt-explanation.ts"
import { attemptPath } from "./attempt-path.ts"
import { foldedOf, refsIn } from "./folded.ts"
import { readOwnFacts } from "./opened.ts"

const noAttempt = (attempt: number | null) =>
  new Refusal({
    kind: "unknown",
    code: "attempt-unknown",
    what:
      attempt === null
        ? "This device has never begun a deployment."
        : `This device has no attempt ${attempt}.`,
    remedy:
      "The deployments report lists the attempts: flightlog deployments, or GET /beta/deviceManagement/autopilotEvents",
  })

/**
 * Explains an attempt of a tenant's device: where it is, what it waits for, since when, until when; and after a failure
 * the chain from phase to item to code to the rule that made it blocking, with its meaning and cure. A pure read.
 *
 * Fails with 807 for a device that the tenant does not have, and for an attempt that there is not.
 *
 * @param attempt its number; null for the last one
 */
export const explainAttempt = (deviceId: string, tenantId: string, attempt: number | null) =>
  Effect.map(followAttempt(deviceId, tenantId, attempt), ({ explanation }) => explanation)

/** Explains an attempt as {@link explainAttempt} does, with the way that it went in every region. */
export const followAttempt = Effect.fn("followAttempt")(function* (
  deviceId: string,
  tenantId: string,
  attempt: number | null,
) {
  const facts = yield* readOwnFacts(deviceId, tenantId)
  const machines = yield* (yield* MachineLibrary).with(facts.flatMap(refsIn))
  const events = facts.flatMap(foldedOf)
  const last = events.findLast(({ fact }) => fact.type === "DeploymentStarted")?.fact
  const number = attempt ?? (last?.type === "DeploymentStarted" ? last.data.attempt : 0)
  const path = yield* Effect.fromResult(attemptPath(events, number, machines))
  const explanation = path === undefined ? undefined : explanationOf(deviceId, path, machines)
  if (path === undefined || explanation === undefined) return yield* noAttempt(attempt)
  return { explanation, ways: path.ways }
})
