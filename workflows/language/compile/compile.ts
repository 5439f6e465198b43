import type { Schema } from "effect"
import type { CompiledMachine } from "#domain/profile"
import type { State, Workflow } from "../model.ts"
import { millisOf } from "../schema/text.ts"
import { entryOf, textOf } from "../source.ts"
import type { MachineKind } from "../vocabulary.ts"
import { espConfig } from "./compile-esp.ts"
import { actionsOf, type Compiling, type Json, stepsByTrigger } from "./compile-steps.ts"

const present = (fields: { readonly [key: string]: Json | undefined }): Schema.JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined),
  )

const timeoutReason = (state: State): string =>
  textOf(entryOf(state.node, "timeout")?.node, "reason") ?? `nothing happened in "${state.name}" in time`

/** What a state says of itself, as `StateMeta` of `#domain/profile` reads it. */
const metaOf = (state: State, timeout: Json | undefined): Json =>
  present({
    line: state.key.source.lines.linePos(state.key.start).line,
    title: textOf(state.node, "title"),
    timeout,
    outcome: state.outcome === "done" ? undefined : state.outcome,
    reason: state.reason,
    rest: state.rest,
    esp: state.esp,
  })

/** What reaching an outcome concludes. A lifecycle concludes nothing: its end is an event already. */
const outcomeActions = (state: State, kind: MachineKind): ReadonlyArray<Json> => {
  if (kind === "lifecycle" || state.outcome === undefined || state.outcome === "done") return []
  return state.outcome === "failure"
    ? [
        {
          type: "emit",
          params: present({ event: "DeploymentFailed", reason: state.reason, code: state.code }),
        },
      ]
    : [{ type: "emit", params: { event: "DeploymentSucceeded", outcome: state.outcome } }]
}

const entryActions = (state: State, compiling: Compiling): Json | undefined => {
  const actions = [...actionsOf(state.emits), ...outcomeActions(state, compiling.kind)]
  return actions.length === 0 ? undefined : actions
}

const waitConfig = (state: State, compiling: Compiling) => {
  const after = textOf(entryOf(state.node, "timeout")?.node, "after")
  const steps = stepsByTrigger(state, compiling).timeout
  if (after === undefined || steps.length === 0) return { after: undefined, meta: undefined }
  return {
    after: { [String(millisOf(after))]: steps },
    meta: { kind: "wait", reason: timeoutReason(state) },
  }
}

const innerConfig = (state: State, compiling: Compiling): { readonly [key: string]: Json | undefined } => {
  if (state.children.length === 0) return {}
  const states = Object.fromEntries(
    state.children.map((child) => [child.name, stateConfig(child, compiling)]),
  )
  return state.parallel ? { type: "parallel", states } : { initial: state.first?.name, states }
}

const stateConfig = (state: State, compiling: Compiling): Json => {
  const { on, done } = stepsByTrigger(state, compiling)
  const common = { entry: entryActions(state, compiling), on }
  if (state.esp !== undefined) {
    const { meta, ...esp } = espConfig(state, state.esp, compiling)
    return present({ ...common, ...esp, meta: metaOf(state, meta) })
  }
  const wait = waitConfig(state, compiling)
  return present({
    ...common,
    ...(state.outcome === undefined ? innerConfig(state, compiling) : { type: "final" }),
    after: wait.after,
    onDone: done.length === 0 ? undefined : done,
    meta: metaOf(state, wait.meta),
  })
}

/**
 * Compiles a workflow to a plain XState config. The workflow must be free of findings.
 */
export const compileWorkflow = (workflow: Workflow, compiling: Compiling): CompiledMachine => {
  const { root } = workflow
  const { on } = stepsByTrigger(root, compiling)
  const states = Object.fromEntries(root.children.map((child) => [child.name, stateConfig(child, compiling)]))
  return {
    format: 1,
    kind: compiling.kind,
    config: present({ id: compiling.kind, initial: root.first?.name, on, states }),
  }
}
