import { Schema } from "effect"
import { type CompiledMachine, StateMeta } from "#domain/profile"

const Action = Schema.Struct({
  type: Schema.String,
  params: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
})

const Guard = Schema.Struct({
  type: Schema.String,
  params: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
})

const Arm = Schema.Struct({
  target: Schema.optionalKey(Schema.String),
  guard: Schema.optionalKey(Guard),
  actions: Schema.optionalKey(Schema.Array(Action)),
})
type Arm = typeof Arm.Type

const Arms = Schema.Array(Arm)
const ArmsByTrigger = Schema.Record(Schema.String, Arms)

const StateConfig = Schema.Struct({
  type: Schema.optionalKey(Schema.String),
  initial: Schema.optionalKey(Schema.String),
  entry: Schema.optionalKey(Schema.Array(Action)),
  on: Schema.optionalKey(ArmsByTrigger),
  after: Schema.optionalKey(ArmsByTrigger),
  always: Schema.optionalKey(Arms),
  onDone: Schema.optionalKey(Arms),
  states: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  meta: Schema.optionalKey(StateMeta),
})

const decodeState = Schema.decodeUnknownSync(StateConfig)

/** Where a transition is written in a compiled state. */
export type ArmKey = "on" | "after" | "always" | "onDone"

/** A transition of a compiled statechart. */
export interface ChartArm {
  readonly key: ArmKey
  /** The event, or the milliseconds of a time-out; empty for `always` and `onDone`. */
  readonly trigger: string
  /** Its place in the list that is tried in order. */
  readonly index: number
  /** The path of the state it leads to; null where the event is taken and nothing moves. */
  readonly target: string | null
  readonly guard: { readonly type: string; readonly text: string | null } | null
  /** What it concludes on the way. */
  readonly emits: ReadonlyArray<string>
}

/** A state of a compiled statechart; the root has the empty path. */
export interface ChartState {
  readonly path: string
  readonly name: string
  readonly kind: "atomic" | "compound" | "parallel" | "final"
  readonly initial: string | null
  readonly meta: StateMeta
  /** What entering it concludes. */
  readonly emits: ReadonlyArray<string>
  readonly arms: ReadonlyArray<ChartArm>
  readonly children: ReadonlyArray<ChartState>
}

const emitsOf = (actions: ReadonlyArray<typeof Action.Type> = []): ReadonlyArray<string> =>
  actions.flatMap(({ params, type }) =>
    type === "emit" && params !== undefined ? [String(params.event)] : [],
  )

/** XState resolves a bare name among the siblings of the state that names it. */
const targetPath = (target: string, around: string): string => {
  if (target.startsWith("#")) return target.slice(target.indexOf(".") + 1)
  return around === "" ? target : `${around}.${target}`
}

const guardOf = (guard: Arm["guard"]): ChartArm["guard"] => {
  if (guard === undefined) return null
  const text = guard.params?.text
  return { type: guard.type, text: typeof text === "string" ? text : null }
}

const armsOf = (
  arms: ReadonlyArray<Arm>,
  at: Pick<ChartArm, "key" | "trigger">,
  around: string,
): ReadonlyArray<ChartArm> =>
  arms.map((arm, index) => ({
    ...at,
    index,
    target: arm.target === undefined ? null : targetPath(arm.target, around),
    guard: guardOf(arm.guard),
    emits: emitsOf(arm.actions),
  }))

const allArms = (config: typeof StateConfig.Type, around: string): ReadonlyArray<ChartArm> => [
  ...Object.entries(config.on ?? {}).flatMap(([trigger, arms]) =>
    armsOf(arms, { key: "on", trigger }, around),
  ),
  ...Object.entries(config.after ?? {}).flatMap(([trigger, arms]) =>
    armsOf(arms, { key: "after", trigger }, around),
  ),
  ...armsOf(config.always ?? [], { key: "always", trigger: "" }, around),
  ...armsOf(config.onDone ?? [], { key: "onDone", trigger: "" }, around),
]

const kindOf = ({ states, type }: typeof StateConfig.Type): ChartState["kind"] => {
  if (type === "final" || type === "parallel") return type
  return states === undefined ? "atomic" : "compound"
}

const joined = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`)

const stateOf = (raw: unknown, path: string, name: string): ChartState => {
  const config = decodeState(raw)
  const around = path === name ? "" : path.slice(0, -name.length - 1)
  return {
    path,
    name,
    kind: kindOf(config),
    initial: config.initial ?? null,
    meta: config.meta ?? {},
    emits: emitsOf(config.entry),
    arms: allArms(config, around),
    children: Object.entries(config.states ?? {}).map(([child, inner]) =>
      stateOf(inner, joined(path, child), child),
    ),
  }
}

/**
 * Reads the stored form of a statechart as a tree of states.
 *
 * @throws SchemaError if the stored form is no statechart; the language never compiles such a thing
 */
export const chartOf = ({ config }: CompiledMachine): ChartState => stateOf(config, "", "")

/** A state and all states inside it, outer before inner. */
export const within = (state: ChartState): ReadonlyArray<ChartState> => [
  state,
  ...state.children.flatMap(within),
]
