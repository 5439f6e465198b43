import { Result, Schema } from "effect"
import { ATTEMPT_EVENTS } from "./attempt-events.ts"
import { writtenDuration } from "./duration.ts"
import { ItemWords } from "./esp-words.ts"
import type { Happening } from "./happening.ts"
import { lifecycleEvents } from "./lifecycle-events.ts"
import type { Told } from "./perform.ts"
import type { Assumptions } from "./stage.ts"

const DURATION = /^([1-9][0-9]{0,14})(ms|s|m|h|d)$/u
const WAIT = 'a duration such as 90s, 60m, 24h or 7d, or "timeout": until the next time-out'

/** A length of time as profiles write it. */
export const Duration = Schema.String.check(
  Schema.isPattern(DURATION, { expected: "a duration such as 24h" }),
)

const Wait = Schema.Union([
  Schema.Literal("timeout"),
  Schema.String.check(Schema.isPattern(DURATION, { expected: WAIT })),
]).annotate({ title: WAIT })

/** What the Enrollment Status Page comes to: told to happen, everything happens that leads there. */
const PAGE_OUTCOMES = ["EspPhaseCompleted", "EspFailed", "EspTimedOut"] as const
type PageOutcome = (typeof PAGE_OUTCOMES)[number]

type Field = Schema.optionalKey<Schema.Codec<unknown, unknown>>

const described = (schema: Schema.Codec<unknown, unknown>, description: string): Field =>
  Schema.optionalKey(schema.annotateKey({ description }))

const eventField = ([name, { data }]: readonly [string, Happening]): readonly [string, Field] => [
  name,
  described(Schema.NullOr(data), `${name} happens.`),
]

/** Known events, each with the data it may be told with. */
const EVENTS: { readonly [name: string]: Happening } = { ...lifecycleEvents({}), ...ATTEMPT_EVENTS }

const StepFields: { readonly [key: string]: Field } = {
  wait: described(Wait, "Nothing happens for so long; time-outs that pass count."),
  sequence: described(Schema.NonEmptyString, "The steps of this name happen."),
  signal: described(Schema.NonEmptyString, "The signal of this name is sent; its name alone says the same."),
  EspPhaseCompleted: described(
    Schema.NullOr(Schema.Struct({})),
    "Everything that holds the present phase of the page is installed.",
  ),
  EspFailed: described(Schema.NullOr(ItemWords), "An item of the present phase of the page fails."),
  EspTimedOut: described(Schema.NullOr(Schema.Struct({})), "The present phase of the page takes too long."),
  assume: described(
    Schema.Record(Schema.String, Schema.Boolean),
    "Conditions that are taken to hold or not to hold as this happens, by their text.",
  ),
  ...Object.fromEntries(Object.entries(EVENTS).map(eventField)),
}

const StepMap = Schema.Struct(StepFields).annotate({ identifier: "CourseStep" })

/**
 * One step of a course of events: the name of an event, or a mapping with one event and its data, a `wait` or a
 * `sequence`.
 */
export const WrittenStep = Schema.Union([
  Schema.NonEmptyString.annotate({
    title: "the name of an event",
    examples: [...PAGE_OUTCOMES, ...Object.keys(EVENTS)],
  }),
  StepMap,
])
export type WrittenStep = typeof WrittenStep.Type

/** One step of a course of events, understood. */
export type CourseStep =
  | ({ readonly kind: "event" } & Told)
  | { readonly kind: "page"; readonly outcome: PageOutcome; readonly data: unknown }
  | { readonly kind: "wait"; readonly millis: number | "timeout" }
  | { readonly kind: "sequence"; readonly name: string }

const MILLIS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const millisOf = (duration: string): number | "timeout" => {
  const [, count, unit] = DURATION.exec(duration) ?? []
  return count === undefined || unit === undefined ? "timeout" : Number(count) * (MILLIS[unit] ?? 0)
}

const pageOutcome = (event: string): PageOutcome | undefined => PAGE_OUTCOMES.find((name) => name === event)

const isAssumptions = Schema.is(Schema.Record(Schema.String, Schema.Boolean))

const stepOf = (event: string, data: unknown, assume: Assumptions): CourseStep => {
  const outcome = pageOutcome(event)
  if (outcome !== undefined) return { kind: "page", outcome, data }
  if (event === "wait") return { kind: "wait", millis: millisOf(String(data)) }
  if (event === "sequence") return { kind: "sequence", name: String(data) }
  if (event === "signal") return { kind: "event", event: String(data), data: {}, assume }
  return { kind: "event", event, data, assume }
}

/**
 * Understands a written step.
 *
 * @returns the step, or what is wrong with it in words
 */
export const readStep = (written: WrittenStep): Result.Result<CourseStep, string> => {
  if (written === "sequence" || written === "signal")
    return Result.fail(`A step says "${written}" without a name. Write "${written}: NAME".`)
  if (typeof written === "string") return Result.succeed(stepOf(written, {}, {}))
  const { assume, ...events } = written
  const [first, ...others] = Object.entries(events)
  if (first === undefined) return Result.fail("A step says nothing. Name the event that happens.")
  if (others.length > 0) {
    const names = Object.keys(events).map((name) => JSON.stringify(name))
    return Result.fail(`A step names ${names.join(" and ")}. Make each a step of its own.`)
  }
  return Result.succeed(stepOf(first[0], first[1] ?? {}, isAssumptions(assume) ? assume : {}))
}

const hasNothing = (data: unknown): boolean =>
  typeof data !== "object" || data === null || Object.keys(data).length === 0

/** Writes a step down in its shortest form. */
export const writeStep = (step: CourseStep): WrittenStep => {
  if (step.kind === "wait")
    return { wait: step.millis === "timeout" ? step.millis : writtenDuration(step.millis) }
  if (step.kind === "sequence") return { sequence: step.name }
  if (step.kind === "page") return hasNothing(step.data) ? step.outcome : { [step.outcome]: step.data }
  const assumes = Object.keys(step.assume).length > 0
  if (hasNothing(step.data) && !assumes) return step.event
  const told = step.event in EVENTS ? { [step.event]: step.data } : { signal: step.event }
  return { ...told, ...(assumes ? { assume: step.assume } : {}) }
}
