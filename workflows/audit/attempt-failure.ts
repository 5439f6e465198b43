import { Schema } from "effect"
import { findCode } from "#domain/codes"
import { EspCategory, EspItemState, EspPhase, RebootRequired } from "#domain/deployment"
import { type AttemptState, blockingRule, type DeviceFact, type ItemState, isHolding } from "#domain/device"
import { Timestamp } from "#domain/kernel"
import type { ProfileSettings } from "#domain/profile"
import { effectiveAt, type FoldedEvent } from "#workflows/engine"

const Text = Schema.NullOr(Schema.String)

/** An item of the page, and the setting by which it holds its phase. */
export const HoldingItem = Schema.Struct({
  category: EspCategory,
  item: Schema.String,
  state: EspItemState,
  /** The installer's code, where it failed. */
  code: Text,
  /** Since when it is being installed. */
  begunAt: Schema.NullOr(Timestamp),
  /** The restart that it waits for, where it is installed but for that. */
  rebootRequired: Schema.NullOr(RebootRequired),
  /** What made it blocking, as the profile says it. */
  because: Schema.Struct({ setting: Schema.String, says: Schema.String }),
}).annotate({ identifier: "HoldingItem" })
type HoldingItem = typeof HoldingItem.Type

/** What went wrong last in an attempt: from the phase to the item, its code, the rule that made it blocking, and the cure. */
export const AttemptFailure = Schema.Struct({
  what: Schema.String,
  /** The event that it began with. */
  event: Schema.String,
  at: Timestamp,
  position: Schema.String,
  phase: Schema.NullOr(EspPhase),
  /** What failed, or after a time-out what was not there yet. */
  items: Schema.Array(HoldingItem),
  code: Text,
  /** What the catalogue of codes says of it; null for a code that it does not know. */
  catalogue: Schema.NullOr(
    Schema.Struct({ name: Schema.String, meaning: Schema.String, cure: Schema.String }),
  ),
}).annotate({ identifier: "AttemptFailure" })
export type AttemptFailure = typeof AttemptFailure.Type

/** An item with the reason why it holds its phase. */
const holdingItem = (
  { begunAt, category, code, item, rebootRequired, state }: ItemState,
  phase: EspPhase,
  settings: ProfileSettings | null,
): HoldingItem => {
  const { says, setting } = blockingRule(settings?.enrollmentStatus ?? null, phase, { category, item })
  return { category, item, state, code, begunAt, rebootRequired, because: { setting, says } }
}

/** The items that hold a phase still. */
export const openItems = (
  attempt: AttemptState,
  phase: EspPhase,
  settings: ProfileSettings | null,
): ReadonlyArray<HoldingItem> =>
  Object.values(attempt.phases[phase]?.items ?? {})
    .filter(isHolding)
    .map((item) => holdingItem(item, phase, settings))

/** Whether an event is what a failure began with. */
const isFailure = (fact: DeviceFact): boolean => {
  switch (fact.type) {
    case "EspFailed":
    case "EspTimedOut":
    case "WaitTimedOut":
    case "SignInRefused":
    case "TermsDeclined":
    case "AttestationFailed":
    case "JoinRefused":
    case "EnrollmentRefused":
      return true
    case "DomainJoinReported":
      return fact.data.state === "timedOut"
    case "DomainControllerChecked":
      return fact.data.result === "notReached"
    default:
      return false
  }
}

/** What the catalogue says of a code, or of a refusal that has a name only: on the page a number may mean something else. */
const catalogueOf = (code: string | null, { fact }: FoldedEvent) => {
  const known = code ?? (fact.type === "SignInRefused" ? fact.data.reason : fact.type)
  const isOnPage = fact.type === "EspFailed" || fact.type === "EspTimedOut"
  const entry = (isOnPage ? findCode("page", known) : undefined) ?? findCode("deployment", known)
  return entry === undefined ? null : { name: entry.name, meaning: entry.meaning, cure: entry.cure }
}

/** The chain of what went wrong last in an attempt; null where nothing is wrong. */
export const failureOf = (
  attempt: AttemptState,
  events: ReadonlyArray<FoldedEvent>,
  settings: ProfileSettings | null,
): AttemptFailure | null => {
  const { failure } = attempt
  const cause = events.findLast(({ fact }) => isFailure(fact))
  if (failure === null || cause === undefined) return null
  const { code, item: failed, phase, what } = failure
  const items = phase === null ? [] : openItems(attempt, phase, settings)
  return {
    what,
    event: cause.fact.type,
    at: effectiveAt(cause.fact, cause.recordedAt),
    position: cause.position,
    phase,
    items:
      failed === null
        ? items
        : items.filter(({ category, item }) => item === failed.item && category === failed.category),
    code,
    catalogue: catalogueOf(code, cause),
  }
}
