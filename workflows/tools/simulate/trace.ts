import { Schema } from "effect"
import { Course } from "../rehearsal/course-file.ts"

/** Why something did not happen: `rules` hold under every profile, `workflow` is what is written in this one. */
const DeclinedStep = Schema.Struct({
  by: Schema.Literals(["rules", "workflow"]),
  code: Schema.String,
  message: Schema.String,
})

const Concluded = Schema.Struct({ event: Schema.String, data: Schema.Record(Schema.String, Schema.Unknown) })

/** A wait that will end by itself. */
const Deadline = Schema.Struct({
  state: Schema.String,
  /** Milliseconds from the beginning. */
  due: Schema.Int,
  reason: Schema.String,
})

/** One thing that was told to happen, or a time-out that passed, and what came of it. */
export const TraceStep = Schema.Struct({
  /** Milliseconds from the beginning. */
  at: Schema.Int,
  kind: Schema.Literals(["event", "timeout"]),
  event: Schema.String,
  data: Schema.Record(Schema.String, Schema.Unknown),
  declined: Schema.NullOr(DeclinedStep),
  before: Schema.Array(Schema.String),
  /** The states afterwards, by their paths; several where regions run side by side. */
  after: Schema.Array(Schema.String),
  /** The transitions that were taken, by their ids. */
  took: Schema.Array(Schema.String),
  /** What the workflow concluded. */
  emitted: Schema.Array(Concluded),
  deadlines: Schema.Array(Deadline),
})
export type TraceStep = typeof TraceStep.Type

const Outcome = Schema.Literals(["success", "successWithTimeout", "failure", "retired"])

/** A course of events that was tried out, step by step, and where it led. */
export const Trace = Schema.Struct({
  profile: Schema.String,
  /** Where the device was before the first step. */
  began: Schema.Struct({
    states: Schema.Array(Schema.String),
    took: Schema.Array(Schema.String),
    deadlines: Schema.Array(Deadline),
  }),
  /** Milliseconds from the beginning to the end of the course. */
  took: Schema.Int,
  states: Schema.Array(Schema.String),
  /** Null while the way has not come to its end. */
  outcome: Schema.NullOr(Outcome),
  /** Why it failed, where it did. */
  reason: Schema.NullOr(Schema.String),
  steps: Schema.Array(TraceStep),
  deadlines: Schema.Array(Deadline),
  /** The events that could happen next. */
  possible: Schema.Array(Schema.String),
})
export type Trace = typeof Trace.Type

/** A course of events with what came of it. */
export const TriedCourse = Schema.Struct({ course: Course, trace: Trace }).annotate({
  identifier: "TriedCourse",
})
export type TriedCourse = typeof TriedCourse.Type
