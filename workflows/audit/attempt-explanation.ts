import { Schema } from "effect"
import { ESP_PHASES, EspPhase, Scenario } from "#domain/deployment"
import type { AttemptState } from "#domain/device"
import { Timestamp } from "#domain/kernel"
import { Candidate, MachineRef, Outcome } from "#domain/profile"
import { deadlines, frozenOf, type Machines, taken } from "#workflows/engine"
import { AttemptFailure, failureOf, HoldingItem, openItems } from "./attempt-failure.ts"
import type { AttemptPath, Stay } from "./attempt-path.ts"

const Text = Schema.NullOr(Schema.String)

const StayView = Schema.Struct({
  /** The path of the state in the profile: `outOfBox.signedIn`. */
  state: Schema.String,
  /** The state in the words of the profile. */
  title: Text,
  since: Timestamp,
})

const WaitView = Schema.Struct({
  /** In a sentence. */
  says: Schema.String,
  /** Any of these lets it go on. */
  events: Schema.Array(Schema.String),
  /** The phase of the page that is shown. */
  phase: Schema.NullOr(EspPhase),
  /** What holds that phase still. */
  items: Schema.Array(HoldingItem),
  /** When it ends by itself, the earliest first, and what that means. */
  until: Schema.Array(Schema.Struct({ dueAt: Timestamp, state: Schema.String, means: Text })),
})

/** An attempt explained: where it is, what it waits for, since when and until when, and what went wrong. */
export const AttemptExplanation = Schema.Struct({
  deviceId: Schema.String,
  attempt: Schema.Int,
  scenario: Scenario,
  /** The profile that it was given, frozen for all of it. */
  profile: MachineRef,
  /**
   * The Enrollment Status Page that was chosen for it, with everything that was weighed; null before that, and where the
   * tenant has none to choose among: then the section of the profile counts.
   */
  page: Schema.NullOr(
    Schema.Struct({ page: Schema.NullOr(MachineRef), candidates: Schema.Array(Candidate) }),
  ),
  startedAt: Timestamp,
  where: Schema.NullOr(StayView),
  /** Null once it has ended. */
  waitsFor: Schema.NullOr(WaitView),
  failure: Schema.NullOr(AttemptFailure),
  outcome: Schema.NullOr(Schema.Struct({ outcome: Outcome, at: Timestamp })),
  /** The states that it went through. */
  path: Schema.Array(StayView),
}).annotate({ identifier: "AttemptExplanation" })
export type AttemptExplanation = typeof AttemptExplanation.Type

const PHASES: { readonly [phase in EspPhase]: string } = {
  devicePreparation: "device preparation",
  deviceSetup: "device setup",
  accountSetup: "account setup",
}

interface Seen {
  readonly path: AttemptPath
  readonly attempt: AttemptState
  readonly machines: Machines
}

/** A state's title, or that of the state around it. */
const titleOf = ({ machines, path: { process } }: Seen, state: string): string | null => {
  const chart = frozenOf(process.device, "attempt", machines)?.chart
  const names = state.split(".")
  for (let length = names.length; length > 0 && chart !== undefined; length--) {
    const { title } = chart.metaOf(["attempt", ...names.slice(0, length)].join("."))
    if (title !== undefined) return title
  }
  return null
}

const phaseShown = (state: string): EspPhase | null => {
  const name = state.split(".").at(-2)
  return ESP_PHASES.find((phase) => phase === name) ?? null
}

const shownPhase = (seen: Seen, state: string): EspPhase | null => {
  const chart = frozenOf(seen.path.process.device, "attempt", seen.machines)?.chart
  const [first = ""] = state.split(".")
  const esp = chart?.metaOf(`attempt.${first}`).esp
  return ESP_PHASES.find((phase) => phase === esp) ?? phaseShown(state)
}

const saysOf = (title: string | null, state: string, phase: EspPhase | null, open: number): string => {
  if (phase === null) return title ?? state
  if (state.endsWith("identifying"))
    return `Identifying: what is targeted in ${PHASES[phase]} is not known yet`
  return open === 1 ? `1 item holds ${PHASES[phase]}` : `${open} items hold ${PHASES[phase]}`
}

const waitOf = (seen: Seen, { state }: Stay): typeof WaitView.Type | null => {
  const { attempt, machines, path } = seen
  const { process } = path
  if (attempt.ended !== null || process.attempt === null) return null
  const phase = shownPhase(seen, state)
  const settings = frozenOf(process.device, "attempt", machines)?.settings ?? null
  const items = phase === null ? [] : openItems(attempt, phase, settings)
  return {
    says: saysOf(titleOf(seen, state), state, phase, items.length),
    events: taken(process.attempt),
    phase,
    items,
    until: deadlines(process, machines)
      .filter(({ machine }) => machine === "attempt")
      .map(({ dueAt, meta, state: waiting }) => ({
        dueAt,
        state: waiting.replace(/^attempt\./, ""),
        means: meta.timeout?.reason ?? null,
      })),
  }
}

const chosenPage = ({ events }: AttemptPath): AttemptExplanation["page"] => {
  const chosen = events.findLast(({ fact }) => fact.type === "EspPageChosen")?.fact
  if (chosen?.type !== "EspPageChosen") return null
  const { candidates, page } = chosen.data
  return { page, candidates }
}

/** Explains an attempt from what its events came to. */
export const explanationOf = (
  deviceId: string,
  path: AttemptPath,
  machines: Machines,
): AttemptExplanation | undefined => {
  const { attempt } = path.process.device
  if (attempt === null) return undefined
  const seen = { path, attempt, machines }
  const stays = path.stays.map((stay) => ({ ...stay, title: titleOf(seen, stay.state) }))
  const where = stays.at(-1) ?? null
  return {
    deviceId,
    attempt: attempt.number,
    scenario: attempt.scenario,
    profile: attempt.profile,
    page: chosenPage(path),
    startedAt: attempt.startedAt,
    where,
    waitsFor: where === null ? null : waitOf(seen, where),
    failure: failureOf(
      attempt,
      path.events,
      frozenOf(path.process.device, "attempt", machines)?.settings ?? null,
    ),
    outcome: attempt.ended,
    path: stays,
  }
}
