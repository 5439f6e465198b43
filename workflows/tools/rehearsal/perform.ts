import { Result } from "effect"
import { type DeviceFact, decide } from "#domain/device"
import type { Refusal, Timestamp } from "#domain/kernel"
import type { DeviceProcess } from "#workflows/engine"
import { NotTaken, type Steps, takeAll } from "#workflows/engine"
import { evaluateWhere, oneOf, suggest } from "#workflows/language"
import { ATTEMPT_EVENTS } from "./attempt-events.ts"
import type { GivenDevice } from "./given-device.ts"
import type { Asked, Happening } from "./happening.ts"
import { lifecycleEvents } from "./lifecycle-events.ts"
import { type Assumptions, presentPhase, type Stage } from "./stage.ts"

/** Something that is told to happen: an event of the language by name, with its data. */
export interface Told {
  readonly event: string
  readonly data: unknown
  readonly assume: Assumptions
}

/** What did not happen, and who says so. */
export interface Declined {
  /** `rules`: what holds under every profile; `workflow`: what is written in this one. */
  readonly by: "rules" | "workflow"
  /** Stable, for programs; that of the refusal, where there is one. */
  readonly code: string
  readonly message: string
}

const byRules = (code: string, message: string): Result.Result<never, Declined> =>
  Result.fail({ by: "rules", code, message })

/** The code of a refusal because a workflow concludes what the rules forbid. */
export const BREAKS_RULE = "profile-breaks-rule"

/** Who declined, and why. */
export const declined = (error: NotTaken | Refusal): Declined =>
  error instanceof NotTaken
    ? { by: "workflow", code: "not-now", message: error.message }
    : { by: error.code === BREAKS_RULE ? "workflow" : "rules", code: error.code, message: error.message }

const signalNamed = (event: string): Happening => ({
  data: ATTEMPT_EVENTS.DeviceReset.data,
  ask: (_data, { attempt }) => ({ command: { type: "SendSignal", attempt, name: event } }),
})

/** The events that can be told to happen on a stage, by name. */
export const happeningsOn = (stage: Stage, given: GivenDevice): ReadonlyMap<string, Happening> => {
  if (stage.kind === "lifecycle") return new Map(Object.entries(lifecycleEvents(given)))
  const signals = (stage.draft.settings?.signals ?? []).map((name): [string, Happening] => [
    name,
    signalNamed(name),
  ])
  return new Map([...Object.entries(ATTEMPT_EVENTS), ...signals])
}

const holds = (expression: string, device: Parameters<typeof evaluateWhere>[1]): boolean =>
  Result.getOrElse(evaluateWhere(expression, device), () => false)

const factsOf = (
  asked: Asked,
  { device }: DeviceProcess,
  { draft }: Stage,
): Result.Result<ReadonlyArray<DeviceFact>, Refusal> =>
  "fact" in asked
    ? Result.succeed([asked.fact])
    : decide(device, asked.command, { profile: draft.settings, holds })

/** The name of a fact in a workflow: a signal goes by its own. */
const nameOf = (fact: DeviceFact): string => (fact.type === "SignalReceived" ? fact.data.name : fact.type)

/** The event did not come of it, but another one did: the rules know better. */
const otherwise = (event: string, facts: ReadonlyArray<DeviceFact>): string => {
  const [first] = facts
  if (first === undefined) return `"${event}" would change nothing here: it is so already.`
  const reason = "reason" in first.data ? `, because ${first.data.reason}` : ""
  return `"${event}" cannot happen here: by the rules it is "${nameOf(first)}"${reason}.`
}

const unknownEvent = (event: string, known: ReadonlyArray<string>): string => {
  const meant = suggest(event, known)
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`
  return `There is no event "${event}". Expected ${oneOf(known)}.${hint}`
}

/** Who does something, on what. */
export interface Performance {
  readonly stage: Stage
  readonly happenings: ReadonlyMap<string, Happening>
}

/**
 * Lets one event happen: asks the rules as a command would, then the statecharts, then the rules once more. Nothing but
 * the engine and the rules that devices run on decides what comes of it.
 */
export const perform = (
  { happenings, stage }: Performance,
  process: DeviceProcess,
  { assume, data, event }: Told,
  at: Timestamp,
): Result.Result<Steps, Declined> => {
  const happening = happenings.get(event)
  if (happening === undefined) return byRules("no-such-event", unknownEvent(event, [...happenings.keys()]))
  const { device } = process
  const scene = {
    device,
    attempt: device.attempt?.number ?? 0,
    settings: stage.draft.settings,
    phase: presentPhase(stage, process),
  }
  const facts = factsOf(happening.ask(data, scene), process, stage)
  if (Result.isFailure(facts)) return Result.fail(declined(facts.failure))
  const [first] = facts.success
  if (first === undefined || nameOf(first) !== event)
    return byRules("other-event", otherwise(event, facts.success))
  const assumed =
    Object.keys(assume).length === 0
      ? facts.success
      : facts.success.map((fact) => stage.assuming(fact, assume))
  return Result.mapError(takeAll(process, assumed, at, stage.machines), declined)
}
