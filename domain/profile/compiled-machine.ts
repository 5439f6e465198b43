import { Schema, SchemaGetter } from "effect"

const isJsonObject = (value: unknown): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** It was compiled or read as JSON: walking through all of it again would be the most of what reading a published profile costs. */
const JsonOfMachine = Schema.declare(isJsonObject, {
  toCodecJson: () =>
    Schema.link<Schema.JsonObject>()(Schema.JsonObject, {
      decode: SchemaGetter.passthrough(),
      encode: SchemaGetter.passthrough(),
    }),
})

/**
 * A statechart as it is stored and run: a plain XState 5 config in JSON, frozen at publication.
 *
 * - Guards are `{type: "cel", params: {text}}`, over `event`, `device` and `attempt`, or one of the built-in
 *   ESP guards `{type: "esp-settled", params: {phase, category}}` and `{type: "esp-failed", params: {phase}}`.
 * - The only action is `{type: "emit", params: {event, ...}}`, with `event` from the closed list of conclusions.
 * - Time-outs are XState's `after` in milliseconds; the state's `meta.timeout` says what they mean.
 * - Final states carry `meta.outcome`.
 */
export const CompiledMachine = Schema.Struct({
  /** Version of this format. */
  format: Schema.Literal(1),
  kind: Schema.Literals(["attempt", "lifecycle"]),
  config: JsonOfMachine,
})
export type CompiledMachine = typeof CompiledMachine.Type

/** What a time-out of a state means: an ordinary wait, or the limit of an ESP phase. */
const TimeoutMeta = Schema.Struct({
  kind: Schema.Literals(["wait", "esp"]),
  phase: Schema.optionalKey(Schema.String),
  reason: Schema.String,
  /** The page that is chosen for an attempt says how long it may take; the statechart has what its profile says. */
  ofPage: Schema.optionalKey(Schema.Boolean),
})

/** How a statechart can end. */
export const Outcome = Schema.Literals(["success", "successWithTimeout", "failure", "retired"])
export type Outcome = typeof Outcome.Type

/** What a compiled state says about itself in XState's `meta`: where it stands in the source, and what it means. */
export const StateMeta = Schema.Struct({
  line: Schema.optionalKey(Schema.Int),
  /** The state in words. */
  title: Schema.optionalKey(Schema.String),
  timeout: Schema.optionalKey(TimeoutMeta),
  outcome: Schema.optionalKey(Outcome),
  reason: Schema.optionalKey(Schema.String),
  /** A state that may wait for ever by nature, and why. */
  rest: Schema.optionalKey(Schema.String),
  /** The ESP phase that this state stands for. */
  esp: Schema.optionalKey(Schema.String),
})
export type StateMeta = typeof StateMeta.Type

/** Names one frozen statechart: the stream and version it was published under, and the digest of its compiled form. */
export const MachineRef = Schema.Struct({
  profileId: Schema.String,
  name: Schema.String,
  version: Schema.Int,
  /** SHA-256, hex, of the compiled machine's JSON. */
  digest: Schema.String,
})
export type MachineRef = typeof MachineRef.Type

/** Whether two references name the same published version; two profiles may well share one statechart. */
export const isSameVersion = (a: MachineRef | null, b: MachineRef | null): boolean =>
  a?.profileId === b?.profileId && a?.version === b?.version
