import { Result } from "effect"
import { epochMillis } from "#domain/kernel"
import { deadlines } from "#workflows/engine"
import type { Draft } from "#workflows/language"
import { type CourseStep, writeStep } from "../rehearsal/course.ts"
import type { GivenDevice } from "../rehearsal/given-device.ts"
import type { Declined } from "../rehearsal/perform.ts"
import { activeOn } from "../rehearsal/stage.ts"
import { isOver, possibleNext, type Simulation, startSimulation, traceOf } from "./simulation.ts"
import { stepSimulation } from "./step.ts"
import type { TriedCourse } from "./trace.ts"

/** Numbers from 0 to below 1 that look random and are the same again for the same seed (mulberry32). */
const drawing = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const MINUTE = 60_000

/** Most waits are short: nobody takes a day for the next step. */
const LONGEST_WAIT = 30

/** One step in so many waits for the next time-out, and one in so many is a reset: either ends most ways. */
const SELDOM = 12

/** A walk that meets no end by then is broken off. */
const MOST_STEPS = 200

const happens = (event: string): CourseStep => ({ kind: "event", event, data: {}, assume: {} })

const page = (outcome: "EspPhaseCompleted" | "EspFailed"): CourseStep => ({ kind: "page", outcome, data: {} })

/** What may come next: an event, or what a page comes to in the end. */
const candidates = (simulation: Simulation): ReadonlyArray<CourseStep> => {
  const shown = activeOn(simulation.stage, simulation.process).some(({ meta }) => meta.esp !== undefined)
  // A page that is told item by item takes hundreds of steps; what it comes to is told at once.
  const pages = shown ? [page("EspPhaseCompleted"), page("EspPhaseCompleted"), page("EspFailed")] : []
  const events = possibleNext(simulation).filter((event) => !shown || !event.startsWith("Esp"))
  return [...pages, ...events.map(happens)]
}

/** A while in which no time-out passes; a whole number of minutes. */
const pause = ({ at, process, stage }: Simulation, draw: () => number): ReadonlyArray<CourseStep> => {
  const [next] = deadlines(process, stage.machines)
  const left = next === undefined ? LONGEST_WAIT : (epochMillis(next.dueAt) - epochMillis(at)) / MINUTE - 1
  const minutes = Math.floor(draw() * Math.min(LONGEST_WAIT, left))
  return minutes < 1 ? [] : [{ kind: "wait", millis: minutes * MINUTE }]
}

const isReset = (step: CourseStep): boolean => step.kind === "event" && step.event === "DeviceReset"

const oneOf = (steps: ReadonlyArray<CourseStep>, draw: () => number): CourseStep | undefined =>
  steps[Math.floor(draw() * steps.length)]

const chosen = (simulation: Simulation, draw: () => number): ReadonlyArray<CourseStep> => {
  const all = candidates(simulation)
  const usual = all.filter((step) => !isReset(step))
  const waits = deadlines(simulation.process, simulation.stage.machines).length > 0
  const seldom: ReadonlyArray<CourseStep> = [
    ...all.filter(isReset),
    ...(waits ? ([{ kind: "wait", millis: "timeout" }] as const) : []),
  ]
  const step = oneOf(usual.length === 0 || draw() < 1 / SELDOM ? seldom : usual, draw) ?? oneOf(usual, draw)
  if (step === undefined || step.kind === "wait") return step === undefined ? [] : [step]
  return [...pause(simulation, draw), step]
}

/**
 * Goes a random way through a draft, to an end or until it has gone on for long. The same seed goes the same way.
 *
 * @param seed a whole number
 * @returns the course, which can be tried again, and its trace; or why no device can even begin
 */
export const walk = (
  draft: Draft,
  seed: number,
  device: GivenDevice = {},
): Result.Result<TriedCourse, Declined> =>
  Result.map(startSimulation(draft, device), (begun) => {
    const draw = drawing(seed)
    const steps: Array<CourseStep> = []
    let present = begun
    while (!isOver(present) && steps.length < MOST_STEPS) {
      const next = chosen(present, draw)
      if (next.length === 0) break
      steps.push(...next)
      present = next.reduce((simulation, step) => stepSimulation(simulation, step), present)
    }
    return { course: { device, steps: steps.map(writeStep) }, trace: traceOf(present) }
  })
