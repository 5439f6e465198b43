import { Effect, Schema } from "effect"
import { Actor, streamName, Timestamp } from "#domain/kernel"
import { Candidate, isSameVersion, MachineRef } from "#domain/profile"
import { readFacts } from "#workflows/commands"
import { nameOf } from "./history.ts"
import { type Moment, upTo } from "./moment.ts"
import { type OpenedFact, readOpened, readOwn } from "./opened.ts"

const Who = Schema.Struct({ ...Actor.fields, name: Schema.NullOr(Schema.String) })

/** What made the service weigh a device: a change of the device itself, of the profiles, or the device that asked. */
const Cause = Schema.Struct({
  kind: Schema.Literals(["device", "profiles", "asked"]),
  /** The event of the device, where it was one: `GroupTagChanged`. */
  type: Schema.NullOr(Schema.String),
  by: Schema.NullOr(Who),
  at: Schema.NullOr(Timestamp),
})

/** One moment at which a profile was decided for a device, or given to it. */
const Since = Schema.Struct({ position: Schema.String, at: Timestamp })

/**
 * Why a device is to have the profile that it is to have, as it was decided and stored then. What it is to have and what
 * it was given are two facts.
 */
export const ProfileExplanation = Schema.Struct({
  deviceId: Schema.String,
  /** Null where no profile applies, the device was not weighed yet, or is not registered any more. */
  desired: Schema.NullOr(MachineRef),
  /** When that was decided, or the registration ended; null for a device that was not weighed yet. */
  since: Schema.NullOr(Since),
  cause: Schema.NullOr(Cause),
  /** Every profile that was weighed, in the order of precedence. */
  candidates: Schema.Array(Candidate),
  /** How often the tenant's profiles had been published or retired when this was decided. */
  catalogue: Schema.NullOr(Schema.Int),
  /** What the device was given last, and in which attempt. */
  delivered: Schema.NullOr(
    Schema.Struct({ profile: MachineRef, attempt: Schema.Int, since: Since, isDesired: Schema.Boolean }),
  ),
  /**
   * The Enrollment Status Page that was chosen last, and for which attempt; null before any was, and where the tenant has
   * none to choose among: then the section of the profile counts.
   */
  page: Schema.NullOr(
    Schema.Struct({
      /** Null for the section of the profile. */
      page: Schema.NullOr(MachineRef),
      attempt: Schema.Int,
      since: Since,
      candidates: Schema.Array(Candidate),
    }),
  ),
  /** 809: the profile was retired and the device not weighed again yet. */
  retiredAt: Schema.NullOr(Timestamp),
  /** The answer in a sentence. */
  says: Schema.String,
}).annotate({ identifier: "ProfileExplanation" })
export type ProfileExplanation = typeof ProfileExplanation.Type

type Explained = Omit<ProfileExplanation, "says">

const sinceOf = ({ event }: OpenedFact): typeof Since.Type => ({
  position: event.position,
  at: event.metadata.recordedAt,
})

const isDecision = ({ fact }: OpenedFact): boolean =>
  fact.type === "ProfileAssigned" || fact.type === "ProfileUnassigned"

const profileIdIn = (decision: OpenedFact | undefined): ReadonlyArray<string> =>
  decision?.fact.type === "ProfileAssigned" ? [decision.fact.data.profile.profileId] : []

/** The events of the registration that a history ends in. */
const lastLife = (events: ReadonlyArray<OpenedFact>): ReadonlyArray<OpenedFact> =>
  events.slice(
    Math.max(
      0,
      events.findLastIndex(({ fact }) => fact.type === "DeviceRegistered"),
    ),
  )

const causedBy = (kind: "device" | "profiles", cause: OpenedFact): typeof Cause.Type => {
  const { metadata, type } = cause.event
  return { kind, type, by: { ...metadata.actor, name: nameOf(cause) }, at: metadata.recordedAt }
}

/** What a decision was made because of: looked for in the device's own history, then in those of the profiles it moved between. */
const causeOf = Effect.fnUntraced(function* (decision: OpenedFact, events: ReadonlyArray<OpenedFact>) {
  const { $causationId, actor } = decision.event.metadata
  const isCause = ({ event }: OpenedFact) => event.id === $causationId
  const own = events.find(isCause)
  if (own !== undefined) return causedBy("device", own)
  const nobody = { type: null, by: null, at: null }
  if (actor.kind !== "process") return { kind: "asked" as const, ...nobody }
  const earlier = events.slice(0, events.indexOf(decision)).findLast(isDecision)
  for (const profileId of new Set([decision, earlier].flatMap(profileIdIn))) {
    const cause = (yield* readOpened(streamName("profile", profileId))).find(isCause)
    if (cause !== undefined) return causedBy("profiles", cause)
  }
  return { kind: "profiles" as const, ...nobody }
})

/** The end of the registration, if these events have it. */
const endOf = (events: ReadonlyArray<OpenedFact>): OpenedFact | undefined =>
  events.findLast(({ fact }) => fact.type === "DeviceDeregistered")

const decidedIn = Effect.fnUntraced(function* (events: ReadonlyArray<OpenedFact>) {
  const decision = events.findLast(isDecision)
  const nothing = { desired: null, since: null, cause: null, candidates: [], catalogue: null }
  const end = endOf(events)
  if (end !== undefined) return { ...nothing, since: sinceOf(end) }
  if (decision === undefined) return nothing
  const { fact } = decision
  if (fact.type !== "ProfileAssigned" && fact.type !== "ProfileUnassigned") return nothing
  const { candidates, catalogue } = fact.data
  const desired = fact.type === "ProfileAssigned" ? fact.data.profile : null
  const cause = yield* causeOf(decision, events)
  return { desired, since: sinceOf(decision), cause, candidates, catalogue }
})

const deliveredIn = (
  events: ReadonlyArray<OpenedFact>,
  desired: MachineRef | null,
): ProfileExplanation["delivered"] => {
  const last = events.findLast(({ fact }) => fact.type === "ProfileDelivered")
  if (last?.fact.type !== "ProfileDelivered") return null
  const { attempt, profile } = last.fact.data
  return { profile, attempt, since: sinceOf(last), isDesired: isSameVersion(profile, desired) }
}

const pageIn = (events: ReadonlyArray<OpenedFact>): ProfileExplanation["page"] => {
  const last = events.findLast(({ fact }) => fact.type === "EspPageChosen")
  if (last?.fact.type !== "EspPageChosen") return null
  const { attempt, candidates, page } = last.fact.data
  return { page, attempt, since: sinceOf(last), candidates }
}

/** When a profile was retired, if at a moment its retirement was the last that had happened to it. */
const retiredBy = Effect.fnUntraced(function* (profile: MachineRef | null, moment: Moment | null) {
  if (profile === null) return null
  const facts = upTo(yield* readFacts(streamName("profile", profile.profileId)), moment)
  const last = facts.at(-1)
  return last?.fact.type === "ProfileRetired" ? last.event.metadata.recordedAt : null
})

const named = ({ name, version }: Pick<MachineRef, "name" | "version">): string =>
  `"${name}" version ${version}`

const ruleOf = (candidates: ReadonlyArray<Candidate>): string => {
  const winner = candidates.find(({ won }) => won)
  return winner === undefined ? "" : ` by ${winner.rule}: ${winner.why}`
}

const LEFT = "The device is not registered any more: its next start is the ordinary setup of Windows (807)."

const desiredSays = ({ candidates, desired, retiredAt, since }: Explained): string => {
  if (since === null) return "The device was not weighed yet."
  if (desired === null)
    return "No profile applies to the device, and there is no default: its next start is the ordinary setup of Windows (815)."
  const retired =
    retiredAt === null
      ? ""
      : ` The profile was retired at ${retiredAt} (809): the device is weighed again when it next asks, if not before.`
  return `The device is to have ${named(desired)}${ruleOf(candidates)}.${retired}`
}

const deliveredSays = ({ delivered }: Explained, hasLeft: boolean): string => {
  if (delivered === null) return hasLeft ? "It was given no profile." : "It was given no profile yet."
  const { attempt, isDesired, profile } = delivered
  return isDesired
    ? `It was given that version in attempt ${attempt}.`
    : `In attempt ${attempt} it was given ${named(profile)}, and keeps it until it is set up anew.`
}

const registeredSays = (explained: Explained, events: ReadonlyArray<OpenedFact>): string => {
  const hasLeft = endOf(events) !== undefined
  return `${hasLeft ? LEFT : desiredSays(explained)} ${deliveredSays(explained, hasLeft)}`
}

/** Of a device that was never registered: nothing is decided for it, and a file on its disk names its profile. */
const neverSays = (events: ReadonlyArray<OpenedFact>): string | undefined => {
  if (events.some(({ fact }) => fact.type === "DeviceRegistered")) return undefined
  const last = events.findLast(({ fact }) => fact.type === "DeploymentStarted")?.fact
  const gave =
    last?.type === "DeploymentStarted"
      ? ` A file on its disk gave it ${named(last.data.profile)} in attempt ${last.data.attempt}.`
      : ""
  return `The device was never registered, so no profile is assigned to it.${gave}`
}

const pageSays = ({ page: chosen }: Explained): string => {
  if (chosen === null) return ""
  const { attempt, candidates, page } = chosen
  const which = page === null ? "that of its profile" : named(page)
  return ` Its Enrollment Status Page in attempt ${attempt} is ${which}${ruleOf(candidates)}.`
}

/**
 * Why a tenant's device is to have the profile that it is to have, and has the page that was chosen for it, at any moment:
 * the explanations that were stored when it was decided, and nothing that is known today only.
 *
 * Fails with 807 for a device that the tenant does not have.
 *
 * @param moment null for the present
 */
export const whyProfile = Effect.fn("whyProfile")(function* (
  deviceId: string,
  tenantId: string,
  moment: Moment | null,
) {
  const events = lastLife(upTo(yield* readOwn(deviceId, tenantId), moment))
  const decided = yield* decidedIn(events)
  const retiredAt = yield* retiredBy(decided.desired, moment)
  const delivered = deliveredIn(events, decided.desired)
  const explained = { deviceId, ...decided, delivered, page: pageIn(events), retiredAt }
  return {
    ...explained,
    says: `${neverSays(events) ?? registeredSays(explained, events)}${pageSays(explained)}`,
  } satisfies ProfileExplanation
})
