import { Option, Schema } from "effect"
import type { CompiledMachine } from "#domain/profile"
import { writtenDuration } from "#workflows/tools"

/** What changed in a statechart, in lines that a person can read. */
export const StatechartChange = Schema.Struct({
  kind: Schema.Literals(["added", "removed", "changed"]),
  /** The state, by its path. */
  state: Schema.String,
  /** What it does on which event or after which time, before and after. */
  says: Schema.String,
})
export type StatechartChange = typeof StatechartChange.Type

const Node = Schema.Struct({
  states: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  on: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  after: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  always: Schema.optionalKey(Schema.Json),
  onDone: Schema.optionalKey(Schema.Json),
  entry: Schema.optionalKey(Schema.Json),
  type: Schema.optionalKey(Schema.String),
})
const decodeNode = Schema.decodeUnknownOption(Node)

/** What a state does, by what makes it: `on NetworkConnected`, `after 3600000`, `entry`. */
type Behaviour = ReadonlyMap<string, string>

const Arm = Schema.Struct({
  target: Schema.optionalKey(Schema.String),
  guard: Schema.optionalKey(
    Schema.Struct({ params: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)) }),
  ),
})
const decodeArms = Schema.decodeUnknownOption(Schema.Array(Arm))

const inWords = (arms: unknown): string =>
  Option.match(decodeArms(arms), {
    onNone: () => JSON.stringify(arms),
    onSome: (all) =>
      all
        .map(({ guard, target }) => {
          const where = target === undefined ? "stay" : target.replace(/^#\w+\./, "")
          const condition = guard?.params?.text
          return typeof condition === "string" ? `${where} when ${condition}` : where
        })
        .join(", else "),
  })

const behaviourOf = (node: typeof Node.Type): Behaviour => {
  const said = new Map<string, string>()
  for (const [event, arms] of Object.entries(node.on ?? {})) said.set(`on ${event}`, inWords(arms))
  for (const [millis, arms] of Object.entries(node.after ?? {}))
    said.set("time-out", `after ${writtenDuration(Number(millis))} ${inWords(arms)}`)
  if (node.always !== undefined) said.set("at once", inWords(node.always))
  if (node.onDone !== undefined) said.set("when done", inWords(node.onDone))
  if (node.entry !== undefined) said.set("on entry", JSON.stringify(node.entry))
  if (node.type !== undefined) said.set("kind", node.type)
  return said
}

const collect = (raw: unknown, path: string, into: Map<string, Behaviour>): void => {
  const node = Option.getOrUndefined(decodeNode(raw))
  if (node === undefined) return
  into.set(path, behaviourOf(node))
  for (const [name, child] of Object.entries(node.states ?? {}))
    collect(child, path === "" ? name : `${path}.${name}`, into)
}

const statesOf = ({ config }: CompiledMachine): ReadonlyMap<string, Behaviour> => {
  const states = new Map<string, Behaviour>()
  collect(config, "", states)
  return states
}

const differences = (before: Behaviour, after: Behaviour): ReadonlyArray<string> =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((what) => before.get(what) !== after.get(what))
    .map((what) => `${what}: ${before.get(what) ?? "nothing"} -> ${after.get(what) ?? "nothing"}`)

/** What changed from one statechart to another, state by state. */
export const diffStatecharts = (
  before: CompiledMachine,
  after: CompiledMachine,
): ReadonlyArray<StatechartChange> => {
  const [old, next] = [statesOf(before), statesOf(after)]
  const changes: Array<StatechartChange> = []
  for (const state of new Set([...old.keys(), ...next.keys()])) {
    const [a, b] = [old.get(state), next.get(state)]
    if (a === undefined) changes.push({ kind: "added", state, says: "new state" })
    else if (b === undefined) changes.push({ kind: "removed", state, says: "no longer there" })
    else for (const says of differences(a, b)) changes.push({ kind: "changed", state, says })
  }
  return changes
}
