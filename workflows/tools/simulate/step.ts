import { Result } from "effect"
import { addMillis, type Timestamp } from "#domain/kernel"
import { type Deadline, deadlines, elapse } from "#workflows/engine"
import type { CourseStep } from "../rehearsal/course.ts"
import { type Declined, declined, perform, type Told } from "../rehearsal/perform.ts"
import { towards } from "./page.ts"
import { type Entry, recorded, type Simulation } from "./simulation.ts"

const next = ({ process, stage }: Simulation): Deadline | undefined => deadlines(process, stage.machines)[0]

const timeoutEntry = ({ dueAt, meta, state }: Deadline): Entry => ({
  kind: "timeout",
  event: meta.timeout?.kind === "esp" ? "EspTimedOut" : "WaitTimedOut",
  data: { state: state.slice(state.indexOf(".") + 1) },
  at: dueAt,
})

/** Lets the time-outs pass that are due until a moment, each on its own. Stops where one cannot be taken. */
const passed = (simulation: Simulation, until: Timestamp): Simulation => {
  let present = simulation
  for (let due = next(present); due !== undefined && due.dueAt <= until; due = next(present)) {
    const elapsed = elapse(present.process, due.dueAt, present.stage.machines)
    if (Result.isFailure(elapsed))
      return recorded(present, timeoutEntry(due), Result.fail(declined(elapsed.failure)))
    for (const step of elapsed.success)
      present = recorded(present, timeoutEntry(step.deadline), Result.succeed(step))
  }
  return { ...present, at: until }
}

const nothingDue = (simulation: Simulation): Simulation =>
  recorded(
    simulation,
    { kind: "timeout", event: "WaitTimedOut", data: {}, at: simulation.at },
    Result.fail({
      by: "workflow",
      code: "no-timeout",
      message: "No time-out is running here: nothing ends this wait by itself.",
    }),
  )

const waited = (simulation: Simulation, millis: number | "timeout"): Simulation => {
  if (millis !== "timeout") return passed(simulation, addMillis(simulation.at, millis))
  const due = next(simulation)
  return due === undefined ? nothingDue(simulation) : passed(simulation, due.dueAt)
}

/** A time-out that is due and cannot be taken stands in the way of everything. */
const blocked = (simulation: Simulation): Declined | undefined => {
  const elapsed = elapse(simulation.process, simulation.at, simulation.stage.machines)
  return Result.isFailure(elapsed) ? declined(elapsed.failure) : undefined
}

const isData = (data: unknown): data is { readonly [key: string]: unknown } =>
  typeof data === "object" && data !== null

const happened = (simulation: Simulation, told: Told): Simulation => {
  const { at, process } = simulation
  const entry: Entry = { kind: "event", event: told.event, data: isData(told.data) ? told.data : {}, at }
  const obstacle = blocked(simulation)
  return recorded(
    simulation,
    entry,
    obstacle === undefined ? perform(simulation, process, told, at) : Result.fail(obstacle),
  )
}

/** More items than this no page tracks. */
const MOST_STEPS = 5_000

const cameTo = (simulation: Simulation, step: Extract<CourseStep, { kind: "page" }>): Simulation => {
  if (step.outcome === "EspTimedOut") return waited(simulation, "timeout")
  let present = simulation
  for (let count = 0; count < MOST_STEPS; count++) {
    const told = towards(present.stage, present.process, step)
    if (told === undefined) return present
    present = happened(present, told)
    const last = present.steps.at(-1)
    if (last?.declined !== null || last.emitted.some(({ event }) => event === step.outcome)) return present
  }
  return present
}

const unknownSequence = (simulation: Simulation, name: string): Simulation =>
  recorded(
    simulation,
    { kind: "event", event: "sequence", data: { name }, at: simulation.at },
    Result.fail({ by: "rules", code: "no-such-sequence", message: `There is no sequence "${name}".` }),
  )

/** Sequences of steps by name. */
export type Sequences = ReadonlyMap<string, ReadonlyArray<CourseStep>>

/** Lets one step of a course happen. What is declined is recorded and changes nothing. */
export const stepSimulation = (
  simulation: Simulation,
  step: CourseStep,
  sequences: Sequences = new Map(),
): Simulation => {
  switch (step.kind) {
    case "event":
      return happened(simulation, step)
    case "wait":
      return waited(simulation, step.millis)
    case "page":
      return cameTo(simulation, step)
    case "sequence": {
      const steps = sequences.get(step.name)
      // A sequence does not name itself: its own name means nothing inside it.
      const inner = new Map([...sequences].filter(([name]) => name !== step.name))
      return steps === undefined
        ? unknownSequence(simulation, step.name)
        : steps.reduce((present, one) => stepSimulation(present, one, inner), simulation)
    }
  }
}
