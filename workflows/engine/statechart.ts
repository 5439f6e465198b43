import { Option, Predicate, Schema } from "effect"
import { type AnyMachineSnapshot, type AnyStateMachine, createMachine, type MachineConfig } from "xstate"
import { addMillis, type Timestamp } from "#domain/kernel"
import { type CompiledMachine, espTimeoutOf, StateMeta } from "#domain/profile"
import { type GuardContext, guards } from "./guards.ts"
import { type Action, type Stepping, steppingOf } from "./stepping.ts"

/** A statechart ready to run. */
export interface Statechart {
  readonly machine: AnyStateMachine
  readonly stepping: Stepping
  /** What a state says of itself, by its id; nothing where it says what this version does not know. */
  readonly metaOf: (stateId: string) => StateMeta
}

/** A deadline of a state that is active: when it is due and what the statechart is told then. */
export interface Timer {
  readonly stateId: string
  readonly event: string
  readonly dueAt: Timestamp
}

/** A statechart at one moment: data only, nothing runs. */
export interface Running {
  readonly snapshot: AnyMachineSnapshot
  /** By XState's event type. */
  readonly timers: { readonly [event: string]: Timer }
}

/** What the statechart asked to be concluded, with the parameters of the action. */
export interface Emission {
  readonly event: string
  readonly [parameter: string]: unknown
}

/** A step of a statechart: where it stands now, and what it emitted on the way. */
export interface Step {
  readonly running: Running
  readonly emissions: ReadonlyArray<Emission>
}

type Config = MachineConfig<GuardContext, { readonly type: string }>

const isConfig = (config: unknown): config is Config =>
  typeof config === "object" && config !== null && "initial" in config

const decodeMeta = Schema.decodeUnknownOption(StateMeta)

const metasOf = (machine: AnyStateMachine): Statechart["metaOf"] => {
  const known = new Map<string, StateMeta>()
  return (stateId) => {
    const meta =
      known.get(stateId) ??
      Option.getOrElse(decodeMeta(machine.getStateNodeById(stateId).meta), (): StateMeta => ({}))
    known.set(stateId, meta)
    return meta
  }
}

/**
 * Builds a statechart from its stored form.
 *
 * @param cel answers the conditions of the chart; only tools that try charts out give another one
 * @throws Error if the stored form is no statechart; the language never compiles such a thing
 */
export const buildStatechart = (compiled: CompiledMachine, cel = guards.cel): Statechart => {
  const config = { ...compiled.config, context: ({ input }: { readonly input: GuardContext }) => input }
  if (!isConfig(config)) throw new Error("The compiled machine has no initial state.")
  const machine = createMachine(config).provide({ guards: { ...guards, cel } })
  return { machine, stepping: steppingOf(machine), metaOf: metasOf(machine) }
}

const isEmission = (params: unknown): params is Emission =>
  Predicate.isReadonlyObject(params) && typeof params.event === "string"

const AFTER = /^xstate\.after\.\d+\.(.+)$/

/** How long a state may take: what the page says that was chosen for the attempt, where the state leaves it to the page. */
const delayOf = (meta: StateMeta, delay: number, { settings, state }: GuardContext): number =>
  meta.timeout?.ofPage === true && state.attempt?.page?.status != null ? espTimeoutOf(settings) : delay

const timerOf = (
  { params }: Action,
  metaOf: Statechart["metaOf"],
  context: GuardContext,
): Timer | undefined => {
  if (!Predicate.isReadonlyObject(params) || !Predicate.isReadonlyObject(params.event)) return undefined
  const { type } = params.event
  const delay = params.delay
  if (typeof type !== "string" || typeof delay !== "number") return undefined
  const stateId = AFTER.exec(type)?.[1]
  if (stateId === undefined) return undefined
  return { stateId, event: type, dueAt: addMillis(context.at, delayOf(metaOf(stateId), delay, context)) }
}

const cancelled = ({ params }: Action): string | undefined =>
  Predicate.isReadonlyObject(params) && typeof params.sendId === "string" ? params.sendId : undefined

/** The chart whose states are entered, and what is so then. */
interface Entered {
  readonly metaOf: Statechart["metaOf"]
  readonly context: GuardContext
}

const nextTimers = (
  timers: Running["timers"],
  actions: ReadonlyArray<Action>,
  { context, metaOf }: Entered,
): Running["timers"] => {
  let next = timers
  for (const action of actions) {
    const ended = action.type === "xstate.cancel" ? cancelled(action) : undefined
    if (ended !== undefined) {
      const { [ended]: _gone, ...rest } = next
      next = rest
    }
    const begun = action.type === "xstate.raise" ? timerOf(action, metaOf, context) : undefined
    if (begun !== undefined) next = { ...next, [begun.event]: begun }
  }
  return next
}

const stepOf = (
  timers: Running["timers"],
  [snapshot, actions]: readonly [AnyMachineSnapshot, ReadonlyArray<Action>],
  entered: Entered,
): Step => ({
  running: { snapshot, timers: actions.length === 0 ? timers : nextTimers(timers, actions, entered) },
  emissions: actions
    .filter((action) => action.type === "emit")
    .flatMap(({ params }) => (isEmission(params) ? [params] : [])),
})

/** Begins a statechart at a moment: its initial states are entered, their timers run from then. */
export const begin = ({ metaOf, stepping }: Statechart, context: GuardContext): Step =>
  stepOf({}, stepping.begin(context), { metaOf, context })

/**
 * Offers an event to a statechart.
 *
 * @param event the event's type in the statechart: an input, a signal's name, or a timer's event
 * @param context what guards see: the state with the event already applied
 * @returns the step, or undefined when the statechart does not take the event in its present states
 */
export const offer = (
  { machine, metaOf, stepping }: Statechart,
  running: Running,
  event: string,
  context: GuardContext,
): Step | undefined => {
  const snapshot = { ...running.snapshot, context }
  // Asked first: a step follows eventless transitions even for an event that no state takes.
  if (machine.getTransitionData(snapshot, { type: event }).length === 0) return undefined
  return stepOf(running.timers, stepping.step(snapshot, event), { metaOf, context })
}

/** Whether a statechart speaks of an event at all, in whatever state. */
export const knows = ({ machine }: Statechart, event: string): boolean => machine.events.includes(event)
