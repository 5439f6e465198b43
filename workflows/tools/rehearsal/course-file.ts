import { Result, Schema } from "effect"
import { type FileText, type Finding, yamlReader } from "#workflows/language"
import { WrittenStep } from "./course.ts"
import { GivenDevice } from "./given-device.ts"

/** Longer than any history of a device. */
const MOST_STEPS = 2_000

/** Steps as they are written, in order. */
export const Steps = Schema.Array(WrittenStep).check(Schema.isMaxLength(MOST_STEPS))

/** A course of events to be tried out, and on what device. */
export const Course = Schema.Struct({
  device: Schema.optionalKey(GivenDevice),
  steps: Steps,
}).annotate({ identifier: "Course" })
export type Course = typeof Course.Type

const readMapping = yamlReader(Course)
const readSteps = yamlReader(Steps)

/** A list is a course whose device has nothing special. JSON is YAML, so its lists count. */
const isList = (text: string): boolean => /^(?:\s|#[^\n]*\n|---\s)*(?:-\s|\[)/u.test(text)

/**
 * Reads a course of events from YAML or JSON: `device` and `steps`, or the list of steps alone.
 *
 * @example readCourse({ file: "course.yaml", text: "- NetworkConnected\n- wait: 25h\n" })
 */
export const readCourse = (file: FileText): Result.Result<Course, ReadonlyArray<Finding>> =>
  isList(file.text)
    ? Result.map(readSteps(file), ({ value }) => ({ steps: value }))
    : Result.map(readMapping(file), ({ value }) => value)
