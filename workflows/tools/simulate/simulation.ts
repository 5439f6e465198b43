import { Result } from "effect"
import { epochMillis, type Timestamp } from "#domain/kernel"
import { type DeviceProcess, deadlines, type Steps } from "#workflows/engine"
import type { Draft } from "#workflows/language"
import { hasEnded } from "../chart/active.ts"
import { takenIn } from "../chart/mark.ts"
import { writtenPath } from "../chart/transitions.ts"
import { begin, START } from "../rehearsal/begin.ts"
import type { GivenDevice } from "../rehearsal/given-device.ts"
import { type Declined, happeningsOn, type Performance, perform } from "../rehearsal/perform.ts"
import { activeOn, runningOn, type Stage, stageOf } from "../rehearsal/stage.ts"
import type { Trace, TraceStep } from "./trace.ts"

/** A device that tries a document out, as far as it has come. Data only: every step gives a new one. */
export interface Simulation extends Performance {
  readonly process: DeviceProcess
  /** The virtual clock. */
  readonly at: Timestamp
  readonly steps: ReadonlyArray<TraceStep>
  readonly began: Trace["began"]
}

/** Milliseconds from the beginning to a moment. */
const sinceStart = (at: Timestamp): number => epochMillis(at) - epochMillis(START)

/** The states that a device is in, by the paths under which they are written; the innermost ones. */
export const statesOf = (stage: Stage, process: DeviceProcess): ReadonlyArray<string> => {
  const active = activeOn(stage, process)
  const innermost = active.filter(
    ({ path }) => !active.some((other) => other.path !== path && other.path.startsWith(`${path}.`)),
  )
  return [...new Set(innermost.map(({ path }) => writtenPath(stage.chart, path)))]
}

/** What a device waits for by itself, the earliest first. */
const waitsOf = (stage: Stage, process: DeviceProcess): Trace["deadlines"] =>
  deadlines(process, stage.machines).map(({ dueAt, meta, state }) => ({
    state: state.slice(state.indexOf(".") + 1),
    due: sinceStart(dueAt),
    reason: meta.timeout?.reason ?? "",
  }))

/** The transitions that were taken and that somebody wrote. */
const writtenIn = (stage: Stage, emissions: Steps["emissions"]): ReadonlyArray<string> =>
  takenIn(emissions).filter((taken) =>
    stage.transitions.some(({ generated, id }) => id === taken && !generated),
  )

/** A device at the beginning of a stage. */
const simulationOn = (stage: Stage, given: GivenDevice): Result.Result<Simulation, Declined> =>
  Result.map(begin(stage, given), ({ emissions, process }) => ({
    stage,
    happenings: happeningsOn(stage, given),
    process,
    at: START,
    steps: [],
    began: {
      states: statesOf(stage, process),
      took: writtenIn(stage, emissions),
      deadlines: waitsOf(stage, process),
    },
  }))

/** Begins to try a draft out. Fails where no device can even begin. */
export const startSimulation = (draft: Draft, given: GivenDevice = {}): Result.Result<Simulation, Declined> =>
  simulationOn(stageOf(draft), given)

/** What is recorded of a step. */
export interface Entry {
  readonly kind: TraceStep["kind"]
  readonly event: string
  readonly data: TraceStep["data"]
  readonly at: Timestamp
}

/** A simulation after a step that happened or was declined. */
export const recorded = (
  simulation: Simulation,
  { at, ...entry }: Entry,
  result: Result.Result<Steps, Declined>,
): Simulation => {
  const { stage } = simulation
  const process = Result.isSuccess(result) ? result.success.process : simulation.process
  const facts = Result.isSuccess(result) ? result.success.facts : []
  const step: TraceStep = {
    ...entry,
    at: sinceStart(at),
    declined: Result.isFailure(result) ? result.failure : null,
    before: statesOf(stage, simulation.process),
    after: statesOf(stage, process),
    took: Result.isSuccess(result) ? writtenIn(stage, result.success.emissions) : [],
    emitted: facts.flatMap(({ emitted, fact }) => (emitted ? [{ event: fact.type, data: fact.data }] : [])),
    deadlines: waitsOf(stage, process),
  }
  return { ...simulation, process, at, steps: [...simulation.steps, step] }
}

/** Whether the way has come to its end. */
export const isOver = ({ process, stage }: Pick<Simulation, "process" | "stage">): boolean => {
  const running = runningOn(stage, process)
  return running !== null && hasEnded(running)
}

/** The events that could happen next, each as it usually happens. */
export const possibleNext = (simulation: Simulation): ReadonlyArray<string> =>
  [...simulation.happenings.keys()].filter((event) =>
    Result.isSuccess(perform(simulation, simulation.process, { event, data: {}, assume: {} }, simulation.at)),
  )

const endOf = (simulation: Simulation): Pick<Trace, "outcome" | "reason"> => {
  const { process, stage } = simulation
  if (!isOver(simulation)) return { outcome: null, reason: null }
  const outcome = activeOn(stage, process).find(({ meta }) => meta.outcome !== undefined)?.meta.outcome
  const last = simulation.steps.flatMap(({ emitted }) => emitted).at(-1)
  const reason = last?.event === "DeploymentFailed" && "reason" in last.data ? String(last.data.reason) : null
  return { outcome: outcome ?? null, reason }
}

/** Where a simulation stands, and how it came there. */
export const traceOf = (simulation: Simulation): Trace => {
  const { at, began, process, stage, steps } = simulation
  return {
    profile: stage.draft.name,
    began,
    took: sinceStart(at),
    states: statesOf(stage, process),
    ...endOf(simulation),
    steps,
    deadlines: waitsOf(stage, process),
    possible: isOver(simulation) ? [] : possibleNext(simulation),
  }
}
