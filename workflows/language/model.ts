import type { Arm, Named } from "./arms.ts"
import type { Node, Path, Span } from "./source.ts"
import type { ESP_SUGAR } from "./vocabulary.ts"

/** A transition whose target is known. `target` is absent where the event is taken without leaving the state. */
export interface Way extends Arm {
  readonly target: State | undefined
  /** The name of the target leads nowhere: the way may lead to any state. */
  readonly lost: boolean
}

/** A state of a workflow, with all that is written about it. The workflow itself is the root state. */
export interface State {
  readonly name: string
  /** The names from the root down, without the root's. */
  readonly path: ReadonlyArray<string>
  /** Where the state stands in the document. */
  readonly place: Path
  readonly key: Span
  readonly node: Node
  readonly parent: State | undefined
  readonly children: ReadonlyArray<State>
  readonly ways: ReadonlyArray<Way>
  /** The inner state to begin with. */
  readonly first: State | undefined
  readonly parallel: boolean
  readonly esp: EspPhaseName | undefined
  readonly outcome: string | undefined
  readonly reason: string | undefined
  /** The code of a failure that the state itself names. */
  readonly code: string | undefined
  readonly rest: string | undefined
  /** What is concluded on entering the state. */
  readonly emits: ReadonlyArray<Named>
}

export type EspPhaseName = (typeof ESP_SUGAR)[keyof typeof ESP_SUGAR]

/** A workflow whose names are resolved. */
export interface Workflow {
  readonly root: State
  /** All states but the root, outer before inner, in the order of the file. */
  readonly states: ReadonlyArray<State>
  /** States with mistakes in what leads out of them: nothing follows from what they do not say. */
  readonly unclear: ReadonlySet<State>
  /** A base is unknown: states may be missing here. */
  readonly partial: boolean
}

/** A state in words, for messages. */
export const describe = (state: State): string =>
  state.parent === undefined ? "the workflow" : `state ${JSON.stringify(state.name)}`

/** Everything that a workflow emits, with the state that says so. */
export const emitsOf = (
  workflow: Workflow | undefined,
): ReadonlyArray<{ readonly state: State; readonly emit: Named }> =>
  (workflow === undefined ? [] : [workflow.root, ...workflow.states]).flatMap((state) =>
    [...state.emits, ...state.ways.flatMap((way) => way.emit)].map((emit) => ({ state, emit })),
  )
