import type { Trace } from "#workflows/tools"
import type { Screen } from "../output.ts"
import { type Style, styleOf } from "./colour.ts"
import { elapsed } from "./moment.ts"

type Step = Trace["steps"][number]

const TIME = 9

const INDENT = " ".repeat(TIME + 2)

/** Data as a profile's author writes it: `{ app: teams, state: failed }`. */
const flow = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`
  if (typeof value !== "object" || value === null) return String(value)
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`)
  return entries.length === 0 ? "" : `{ ${entries.join(", ")} }`
}

const told = ({ data, event, kind }: Step): string => {
  if (kind === "timeout") return `time-out of ${flow(data.state ?? event)}`
  return `${event} ${flow(data)}`.trimEnd()
}

/** What a conclusion says beside its name; which attempt it belongs to is plain. */
const saidOf = ({ data, event }: Step["emitted"][number]): string => {
  const { attempt: _attempt, ...rest } = data
  const said = Object.entries(rest).filter(([, value]) => value !== null && value !== "")
  return `${event} ${flow(Object.fromEntries(said))}`.trimEnd()
}

/** What the present wait comes to if nothing happens. */
const waitLines = (deadlines: Trace["deadlines"], style: Style): ReadonlyArray<string> =>
  deadlines.map(({ due, reason, state }) =>
    style.faint(`${INDENT}until ${elapsed(due)}: ${state}${reason === "" ? "" : `, ${reason}`}`),
  )

const moved = ({ after, before }: Step): string =>
  after.join() === before.join() ? `stays in ${after.join(", ")}` : `-> ${after.join(", ")}`

/** One step of a trace: what happened when, where it led, what fired, what was concluded, what is waited for. */
export const stepText = (step: Step, screen: Pick<Screen, "colour">): string => {
  const style = styleOf(screen)
  const head = `${elapsed(step.at).padStart(TIME)}  ${style.strong(told(step))}`
  if (step.declined !== null) {
    const who = step.declined.by === "rules" ? "the rules" : "the workflow"
    return `${head}\n${INDENT}${style.bad(`declined by ${who}:`)} ${step.declined.message}`
  }
  return [
    `${head}  ${moved(step)}`,
    ...step.took.map((id) => style.faint(`${INDENT}took ${id}`)),
    ...step.emitted.map((conclusion) => `${INDENT}concludes ${saidOf(conclusion)}`),
    ...waitLines(step.deadlines, style),
  ].join("\n")
}

/** What a trace comes to in one sentence. */
export const endText = ({ outcome, reason, states, took }: Trace, screen: Pick<Screen, "colour">): string => {
  const style = styleOf(screen)
  const where = `"${states.join('", "')}" after ${elapsed(took)}`
  switch (outcome) {
    case null:
      return `Not at an end yet: in ${where}.`
    case "failure":
      return style.bad(`It ends as a failure in ${where}${reason === null ? "" : `: ${reason}`}.`)
    case "successWithTimeout":
      return style.warn(`It ends as a success with time-out in ${where}.`)
    case "success":
      return style.good(`It ends as a success in ${where}.`)
    case "retired":
      return style.good(`It ends retired in ${where}.`)
  }
}

/** Where a trace begins, before any step. */
export const beginningText = ({ began }: Trace, screen: Pick<Screen, "colour">): string => {
  const place = began.states.length === 0 ? "not known yet" : `in ${began.states.join(", ")}`
  return [
    `${elapsed(0).padStart(TIME)}  begins ${place}`,
    ...waitLines(began.deadlines, styleOf(screen)),
  ].join("\n")
}

/** A whole trace: where it began, every step, what it came to, and what could come next. */
export const traceText = (trace: Trace, screen: Pick<Screen, "colour">): string =>
  [
    beginningText(trace, screen),
    ...trace.steps.map((step) => stepText(step, screen)),
    endText(trace, screen),
    ...(trace.possible.length === 0 ? [] : [`It could go on with ${trace.possible.join(", ")}.`]),
  ].join("\n")
