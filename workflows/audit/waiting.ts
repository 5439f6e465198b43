import { Schema } from "effect"
import { Timestamp } from "#domain/kernel"
import { deadlines, type Running, stateName, taken } from "#workflows/engine"
import type { FoldedDevice } from "./folded.ts"

/** Where one of a device's two statecharts stands. */
const ChartView = Schema.Struct({
  /** The path of the present state: `enrollmentStatus.deviceSetup`. */
  state: Schema.String,
  /** What may be reported or done now. */
  takes: Schema.Array(Schema.String),
}).annotate({ identifier: "ChartView" })

/** A moment at which a device's state changes by itself if nothing happens before. */
const DeadlineView = Schema.Struct({
  machine: Schema.Literals(["lifecycle", "attempt"]),
  state: Schema.String,
  dueAt: Timestamp,
  /** What it means when it passes. */
  reason: Schema.NullOr(Schema.String),
}).annotate({ identifier: "DeadlineView" })

/** What a device waits for. */
export const Waiting = Schema.Struct({
  lifecycle: Schema.NullOr(ChartView),
  /** Null before the first attempt. */
  attempt: Schema.NullOr(ChartView),
  /** The earliest first. */
  deadlines: Schema.Array(DeadlineView),
})
export type Waiting = typeof Waiting.Type

const chartView = (running: Running | null): typeof ChartView.Type | null =>
  running === null ? null : { state: stateName(running), takes: taken(running) }

/** What a folded device waits for. */
export const waitingOf = ({ machines, process }: FoldedDevice): Waiting => ({
  lifecycle: chartView(process.lifecycle),
  attempt: chartView(process.attempt),
  deadlines: deadlines(process, machines).map(({ dueAt, machine, meta, state }) => ({
    machine,
    state,
    dueAt,
    reason: meta.timeout?.reason ?? null,
  })),
})
