import { Result } from "effect"
import type { Draft } from "#workflows/language"
import type { CourseStep } from "../rehearsal/course.ts"
import type { Declined } from "../rehearsal/perform.ts"
import { type Simulation, startSimulation, traceOf } from "../simulate/simulation.ts"
import { type Sequences, stepSimulation } from "../simulate/step.ts"
import type { Trace } from "../simulate/trace.ts"
import type { Expected } from "./case-file.ts"
import { differencesIn } from "./differences.ts"
import type { CaseResult, Difference } from "./report.ts"
import type { SuiteCase } from "./suite.ts"

/** A case that was run, with how it went whether it failed or not. */
export interface RanCase {
  readonly result: CaseResult
  readonly trace: Trace | null
}

interface Gone {
  readonly simulation: Simulation
  /** The first step that did not happen: what, and its place in the list. */
  readonly declined: { readonly event: string; readonly index: number; readonly why: Declined } | null
}

/** Lets steps happen until one is declined. */
const gone = (begun: Simulation, steps: ReadonlyArray<CourseStep>, sequences: Sequences): Gone => {
  let simulation = begun
  for (const [index, step] of steps.entries()) {
    const before = simulation.steps.length
    simulation = stepSimulation(simulation, step, sequences)
    const stopped = simulation.steps.slice(before).find(({ declined }) => declined !== null)
    if (stopped?.declined != null)
      return { simulation, declined: { event: stopped.event, index, why: stopped.declined } }
  }
  return { simulation, declined: null }
}

const said = ({ by, message }: Declined): string => `declined by the ${by}: ${message}`

const unexpected = (part: "given" | "when", { declined }: Gone): ReadonlyArray<Difference> =>
  declined === null
    ? []
    : [
        {
          what: `${part}, step ${declined.index + 1}`,
          expected: `${declined.event} happens`,
          found: said(declined.why),
        },
      ]

/** A name that nobody knows is a mistake of the case, and never what it is about. */
const isMeant = ({ by, code }: Declined, expected: Expected): boolean =>
  by === expected.declined && !code.startsWith("no-such-")

const declinedAsExpected = (went: Gone, { expected, when }: SuiteCase): ReadonlyArray<Difference> => {
  if (expected.declined === undefined) return unexpected("when", went)
  if (went.declined === null)
    return [{ what: "declined", expected: `by the ${expected.declined}`, found: "the last step happened" }]
  const { index, why } = went.declined
  if (index === when.length - 1 && isMeant(why, expected)) return []
  return [
    {
      what: `when, step ${index + 1}`,
      expected: `the last step is declined by the ${expected.declined}`,
      found: said(why),
    },
  ]
}

const emittedSince = (trace: Trace, first: number): ReadonlyArray<string> =>
  trace.steps.slice(first).flatMap(({ emitted }) => emitted.map(({ event }) => event))

const cannotBegin = (why: Declined): ReadonlyArray<Difference> => [
  { what: "device", expected: "it begins", found: said(why) },
]

/** Runs a case on a draft, step by step as `simulate` does. */
export const runCase = (draft: Draft, one: SuiteCase, sequences: Sequences): RanCase => {
  const { file, line, name } = one
  const ended = (differences: ReadonlyArray<Difference>, trace: Trace | null): RanCase => {
    const passed = differences.length === 0
    return { result: { name, file, line, passed, differences, trace: passed ? null : trace }, trace }
  }
  const begun = startSimulation(draft, one.device)
  if (Result.isFailure(begun)) return ended(cannotBegin(begun.failure), null)
  const given = gone(begun.success, one.given, sequences)
  if (given.declined !== null) return ended(unexpected("given", given), traceOf(given.simulation))
  const first = given.simulation.steps.length
  const went = gone(given.simulation, one.when, sequences)
  const trace = traceOf(went.simulation)
  const stopped = declinedAsExpected(went, one)
  // What does not hold after a step that should have happened is only a consequence.
  if (stopped.length > 0) return ended(stopped, trace)
  return ended(differencesIn(one.expected, { draft, trace, emitted: emittedSince(trace, first) }), trace)
}
