import type { Trigger } from "../arms.ts"
import { describe } from "../model.ts"
import { nodeAt, type ScalarNode } from "../source.ts"
import type { Subject } from "../subject.ts"
import type { Scope } from "./cel.ts"

/** A CEL condition of a document. */
export interface Condition {
  readonly text: string
  readonly scalar: ScalarNode
  readonly scope: Scope
  /** Whose condition it is, in words. */
  readonly owner: string
}

const scopeOf = (trigger: Trigger): Scope => ({
  kind: "guard",
  event: trigger.kind === "event" ? trigger.event : null,
})

/** Every condition of a document: the guards of its workflow, and the `where` of its assignment. */
export const conditionsOf = ({ root, workflow }: Subject): ReadonlyArray<Condition> => {
  const where = nodeAt(root, ["assign", "where"])
  const assignment: ReadonlyArray<Condition> =
    where?.kind === "scalar"
      ? [{ text: String(where.value), scalar: where, scope: { kind: "where" }, owner: '"where" of "assign"' }]
      : []
  const states = workflow === undefined ? [] : [workflow.root, ...workflow.states]
  const guards = states.flatMap((state) =>
    state.ways.flatMap(
      ({ trigger, when }): ReadonlyArray<Condition> =>
        when === undefined
          ? []
          : [
              {
                text: String(when.value),
                scalar: when,
                scope: scopeOf(trigger),
                owner: `"when" in ${describe(state)}`,
              },
            ],
    ),
  )
  return [...assignment, ...guards]
}
