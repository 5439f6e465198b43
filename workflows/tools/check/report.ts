import { Schema } from "effect"
import { Finding } from "#workflows/language"
import { Course } from "../rehearsal/course-file.ts"
import { GivenDevice } from "../rehearsal/given-device.ts"

/** A finding with the course of events that shows it, if there is something to show. */
export const CheckFinding = Schema.Struct({ ...Finding.fields, course: Schema.NullOr(Course) }).annotate({
  identifier: "CheckFinding",
})
export type CheckFinding = typeof CheckFinding.Type

/** A longest time, rests left out. */
export const Longest = Schema.Struct({
  /** Milliseconds; null where there is no limit. */
  millis: Schema.NullOr(Schema.Int),
  /** A course that takes so long; rests in it are as short as can be. */
  course: Schema.NullOr(Course),
}).annotate({ identifier: "LongestTime" })
export type Longest = typeof Longest.Type

/** What the exploration of a workflow came to. */
export const Exploration = Schema.Struct({
  profile: Schema.String,
  /** False where there was too much to look at everything: then nothing is proved. */
  complete: Schema.Boolean,
  /** Moments that can be told apart. */
  moments: Schema.Int,
  /** Kinds of devices that conditions tell apart, times who may begin. */
  devices: Schema.Int,
  /** To the desktop; null where no device gets it. */
  desktop: Schema.NullOr(Longest),
  /** To an outcome of any kind; null where no device comes to one. */
  answer: Schema.NullOr(Longest),
  /** Where a device may stay: the times leave it out. */
  rests: Schema.Array(Schema.Struct({ state: Schema.String, reason: Schema.String })),
  /** Ways that somebody may go round and round, each time because they want it: the times leave them out. */
  rounds: Schema.Array(Schema.Array(Schema.String)),
  /** Conditions that nobody can decide beforehand; they counted as both. */
  assumed: Schema.Array(Schema.String),
  /** Devices that the rules do not let begin. */
  turnedAway: Schema.Array(Schema.Struct({ device: GivenDevice, message: Schema.String })),
}).annotate({ identifier: "Exploration" })
export type Exploration = typeof Exploration.Type

/** What the model check of a file came to. */
export const CheckReport = Schema.Struct({
  file: Schema.String,
  findings: Schema.Array(CheckFinding),
  /** Null where there is nothing to explore: the file has mistakes, or is an Enrollment Status Page. */
  exploration: Schema.NullOr(Exploration),
}).annotate({ identifier: "CheckReport" })
export type CheckReport = typeof CheckReport.Type
