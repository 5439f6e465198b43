import { Clock, Effect } from "effect"
import { epochMillis, streamId, streamName, type Timestamp, timestampOf } from "#domain/kernel"
import { executeDevice, expireHashRequest, type Origin, unasked } from "#workflows/commands"
import { type DueStream, Knowledge } from "#workflows/ports"
import { tolerateGone } from "./process.ts"

/** How many devices are woken in one go, and how many side by side. */
const BATCH = 100
const SIDE_BY_SIDE = 8

/** The longest and shortest pause before the deadlines are looked at again, in milliseconds. */
const LONGEST = 1_000
const SHORTEST = 20

const originOf = ({ dueAt, stream, tenantId }: DueStream): Origin =>
  unasked({ kind: "process", id: "deadlines" }, tenantId, `${stream}@${dueAt}`)

const wakeDevice = (due: DueStream) =>
  executeDevice({ deviceId: streamId(due.stream), command: { type: "ElapseDeadlines" } }, originOf(due)).pipe(
    tolerateGone,
  )

const isEnrolment = ({ stream }: DueStream): boolean => stream === streamName("enrolment", streamId(stream))

const wake = Effect.fnUntraced(function* (due: DueStream) {
  if (isEnrolment(due)) yield* expireHashRequest(streamId(due.stream), due.dueAt, originOf(due))
  else yield* wakeDevice(due)
})

const now = Effect.map(Clock.currentTimeMillis, timestampOf)

/** Wakes the devices and enrolments whose deadline is due; the deadlines themselves are decided on their streams. */
export const wakeDue = Effect.gen(function* () {
  const due = yield* (yield* Knowledge).due(yield* now, BATCH)
  yield* Effect.forEach(due, wake, { concurrency: SIDE_BY_SIDE, discard: true })
  return due.length
})

const pause = (next: Timestamp | null, present: Timestamp): number =>
  next === null ? LONGEST : Math.min(LONGEST, Math.max(SHORTEST, epochMillis(next) - epochMillis(present)))

/**
 * Wakes silent devices when their deadlines are due, for ever. Late or doubled, it changes no outcome: whoever writes
 * to a device first lets its due deadlines pass.
 */
export const deadlineLoop = Effect.gen(function* () {
  while (true) {
    yield* wakeDue
    const next = yield* (yield* Knowledge).nextDue
    yield* Effect.sleep(pause(next, yield* now))
  }
})
