import { Schema } from "effect"
import { DurationText, ErrorCode, listOf, Words } from "./text.ts"

const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotateKey({ description }))

const StateName = Words.annotate({ title: "the name of a state" })
const EventName = Words.annotate({ title: "the name of an event" })
const Condition = Words.annotate({ title: "a CEL condition" })

/** What a statechart concludes: one name, or several in order. */
const EmitSection = Schema.Union([EventName, Schema.Array(EventName)])

/** One way to take an event. Without `to` the event is taken and the state stays. */
const StepSection = Schema.Struct({
  when: optional(Condition, "A CEL condition over `event`, `device` and `attempt`. Without it, always."),
  to: optional(StateName, "The state to go to. Without it the event is taken and the state stays."),
  emit: optional(EmitSection, "What is concluded on the way."),
}).annotate({ identifier: "Step", title: "{ when: CONDITION, to: STATE }" })

/** Where an event leads: a state, a step, or steps tried in order. */
const TransitionSection = Schema.Union([
  StateName,
  StepSection,
  Schema.Array(Schema.Union([StateName, StepSection])),
])

/** The end of a wait. */
const TimeoutSection = Schema.Struct({
  after: DurationText.annotateKey({ description: "How long to wait: 90s, 60m, 24h, 7d." }),
  to: optional(StateName, "The state to go to. An `esp:` state goes where its EspTimedOut leads."),
  reason: optional(Words, "Why the wait ended, for the report."),
  emit: optional(EmitSection, "What is concluded on the way."),
}).annotate({ identifier: "Timeout", title: "{ after: 24h, to: STATE }" })

const OutcomeName = Schema.Literals(["success", "successWithTimeout", "failure", "retired", "done"])

/** The end of the workflow, or (`done`) of the compound state around it. */
const FinalSection = Schema.Union([
  OutcomeName,
  Schema.Struct({
    outcome: OutcomeName,
    reason: optional(Words, "Why, for the report; default: what went wrong last."),
    code: optional(
      ErrorCode,
      'The code of a failure, for the report: "0x81036502". Default: that of what went wrong last.',
    ),
  }).annotate({ identifier: "Final", title: "{ outcome: failure, reason: TEXT }" }),
])

/** A state of a workflow. */
export interface StateSection {
  readonly title?: string
  readonly on?: { readonly [event: string]: typeof TransitionSection.Type }
  readonly accept?:
    | ReadonlyArray<string>
    | { readonly add?: ReadonlyArray<string>; readonly remove?: ReadonlyArray<string> }
  readonly timeout?: typeof TimeoutSection.Type
  readonly emit?: typeof EmitSection.Type
  readonly done?: typeof TransitionSection.Type
  readonly final?: typeof FinalSection.Type
  readonly rest?: string
  readonly esp?: "preparation" | "device" | "account"
  readonly initial?: string
  readonly parallel?: boolean
  readonly states?: { readonly [name: string]: StateSection }
}

/** The keys of a state. */
export const StateSection = Schema.Struct({
  title: optional(Words, "The state in words."),
  on: optional(
    Schema.Record(Schema.String, TransitionSection),
    "Event -> where it leads; steps are tried in order.",
  ),
  accept: optional(listOf(EventName), "Events that may happen here and change nothing."),
  timeout: optional(TimeoutSection, "When waiting ends by itself."),
  emit: optional(EmitSection, "What is concluded on entering the state."),
  done: optional(TransitionSection, "Where to go when the inner states have come to their end."),
  final: optional(FinalSection, "The workflow ends here, with this outcome."),
  rest: optional(Words, "Why a device may stay here for ever; reports leave this time out."),
  esp: optional(
    Schema.Literals(["preparation", "device", "account"]),
    "The Enrollment Status Page: one phase, tracked by category. Needs EspPhaseCompleted, EspFailed and EspTimedOut under `on`.",
  ),
  initial: optional(StateName, "The inner state to begin with. Default: the first."),
  parallel: optional(Schema.Boolean, "All inner states are active at the same time."),
  states: optional(
    Schema.Record(
      Schema.String,
      Schema.suspend((): Schema.Codec<StateSection> => StateSection),
    ),
    "Inner states by name.",
  ),
}).annotate({ identifier: "State" })

/** The statechart of a document. */
export const WorkflowSection = Schema.Struct({
  initial: optional(StateName, "The state to begin with. Default: the first."),
  on: optional(Schema.Record(Schema.String, TransitionSection), "Events that are taken in every state."),
  accept: optional(listOf(EventName), "Events that may happen in every state and change nothing."),
  states: optional(Schema.Record(Schema.String, StateSection), "The states by name."),
}).annotate({ identifier: "Workflow" })
export type WorkflowSection = typeof WorkflowSection.Type
