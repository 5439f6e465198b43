import { Result } from "effect"
import { type AnyMachineSnapshot, createMachine, initialTransition, transition } from "xstate"
import { type CompiledMachine, unknownDevice } from "#domain/profile"
import { evaluate, type GuardVariables } from "#workflows/language"

/** What the guards of a compiled statechart see in a test. */
export interface Facts {
  /** Categories whose blocking items are all installed. */
  readonly settled: ReadonlyArray<string>
  /** Phases with a blocking item that failed. */
  readonly failed: ReadonlyArray<string>
  readonly retries: number
  readonly retryLimit: number
}

type Event = { readonly type: string; readonly [field: string]: unknown }

const device: GuardVariables["device"] = {
  ...unknownDevice,
  manufacturer: "Contoso",
  model: "Laptop",
  serialNumber: "1",
}

const attemptOf = ({ retries, retryLimit }: Facts): GuardVariables["attempt"] => ({
  number: 1,
  scenario: "user-driven",
  retries,
  retryLimit,
  continues: 0,
  signedIn: true,
  licensed: true,
  joined: true,
  enrolled: true,
  failedItems: 0,
  attested: false,
  resealed: false,
  minutesSinceReseal: 0,
  minutes: 0,
})

const NOTHING: Facts = { settled: [], failed: [], retries: 0, retryLimit: 3 }

/** Runs a compiled statechart with XState's pure `transition`: nothing but the config decides. */
export const start = (machine: CompiledMachine) => {
  const facts = { now: NOTHING }
  const guards = {
    cel: ({ event }: { event: Event }, params: { text: string }) =>
      Result.getOrElse(evaluate(params.text, { event, device, attempt: attemptOf(facts.now) }), () => false),
    "esp-settled": (_: unknown, params: { category: string }) => facts.now.settled.includes(params.category),
    "esp-failed": (_: unknown, params: { phase: string }) => facts.now.failed.includes(params.phase),
  }
  const chart = createMachine(machine.config as never).provide({ guards: guards as never })
  let [snapshot]: readonly [AnyMachineSnapshot, unknown] = initialTransition(chart)
  return {
    /** The state after an event, and what was emitted; `undefined` when the event is not taken. */
    take: (type: string, fields: Record<string, unknown> = {}, now: Partial<Facts> = {}) => {
      facts.now = { ...NOTHING, ...now }
      const event = { type, ...fields }
      if (chart.getTransitionData(snapshot, event).length === 0) return undefined
      const [next, actions] = transition(chart, snapshot, event)
      snapshot = next
      const emitted = (actions as ReadonlyArray<{ type: string; params?: unknown }>)
        .filter((action) => action.type === "emit")
        .map((action) => action.params)
      return { state: next.value, emitted, done: next.status === "done" }
    },
    state: () => snapshot.value,
  }
}
