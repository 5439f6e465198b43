import { Result, Schema } from "effect"
import { EspPhase } from "#domain/deployment"
import { type DeviceFact, type DeviceState, deviceFacts, failedItem, isPhaseSettled } from "#domain/device"
import { epochMillis, type Timestamp } from "#domain/kernel"
import { type ProfileSettings, unknownDevice } from "#domain/profile"
import { evaluate, type GuardVariables } from "#workflows/language"

/** What guards may look at: the state with the event already applied, the event, and the frozen settings. */
export interface GuardContext {
  readonly state: DeviceState
  readonly fact: DeviceFact
  readonly at: Timestamp
  readonly settings: ProfileSettings | null
}

const Cel = Schema.Struct({ text: Schema.String })
const Settled = Schema.Struct({ phase: EspPhase, category: Schema.String })
const Failed = Schema.Struct({ phase: EspPhase })

const MINUTE = 60_000

const minutesBetween = (from: Timestamp | null | undefined, at: Timestamp): number =>
  from == null ? 0 : Math.floor((epochMillis(at) - epochMillis(from)) / MINUTE)

const attemptVariables = ({ at, settings, state }: GuardContext): GuardVariables["attempt"] => {
  const attempt = state.attempt
  return {
    number: attempt?.number ?? 0,
    scenario: attempt?.scenario ?? "",
    retries: attempt?.retries ?? 0,
    retryLimit: settings?.enrollmentStatus.onFailure.retryLimit ?? 0,
    continues: attempt?.continued === true ? 1 : 0,
    signedIn: attempt?.signedIn != null,
    licensed: attempt?.signedIn?.licensed === true,
    attested: attempt?.attested === true,
    joined: attempt?.joined === true,
    enrolled: attempt?.enrolled === true,
    resealed: attempt?.resealedAt != null,
    failedItems: countFailed(state),
    minutes: minutesBetween(attempt?.startedAt, at),
    minutesSinceReseal: minutesBetween(attempt?.resealedAt, at),
  }
}

const countFailed = (state: DeviceState): number =>
  Object.values(state.attempt?.phases ?? {})
    .flatMap((phase) => Object.values(phase.items))
    .filter((item) => item.state === "failed").length

/** The variables of an expression in a guard. */
const guardVariables = (context: GuardContext): GuardVariables => ({
  event: context.fact.data,
  device: context.state.registration === null ? unknownDevice : deviceFacts(context.state.registration),
  attempt: attemptVariables(context),
})

/** A guard whose evaluation fails (a field that this event has not) does not hold: the lint has warned of it. */
const holds = (context: GuardContext, text: string): boolean =>
  Result.getOrElse(evaluate(text, guardVariables(context)), () => false)

type Args = { readonly context: GuardContext }

/** The guards a compiled machine may name, each with its parameters. */
export const guards = {
  cel: ({ context }: Args, params: unknown) => holds(context, Schema.decodeUnknownSync(Cel)(params).text),
  "esp-settled": ({ context }: Args, params: unknown) => {
    const { category, phase } = Schema.decodeUnknownSync(Settled)(params)
    const current = context.state.attempt?.phases[phase]
    return current !== undefined && isPhaseSettled(current, category)
  },
  "esp-failed": ({ context }: Args, params: unknown) =>
    failedItem(context.state.attempt?.phases[Schema.decodeUnknownSync(Failed)(params).phase]) !== undefined,
}
