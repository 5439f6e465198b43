import { type Arm, armsOf, namesAt } from "./arms.ts"
import { type Finding, findingOf } from "./finding.ts"
import type { State, Way, Workflow } from "./model.ts"
import { placeOf } from "./place.ts"
import { ambiguousState } from "./rules/ambiguous-state.ts"
import { documentLimits, LIMITS } from "./rules/document-limits.ts"
import { missingKey } from "./rules/missing-key.ts"
import { unknownState } from "./rules/unknown-state.ts"
import { entryOf, type Node, type Path, type Source, type Span, textOf } from "./source.ts"
import { oneOf, quoted, suggest } from "./suggest.ts"
import { ESP_SUGAR } from "./vocabulary.ts"

interface Draft {
  readonly state: Mutable<State>
  readonly arms: ReadonlyArray<Arm>
}
type Mutable<T> = { -readonly [key in keyof T]: T[key] }

const isSugar = (text: string | undefined): text is keyof typeof ESP_SUGAR =>
  text !== undefined && text in ESP_SUGAR

const finalOf = (node: Node): Pick<State, "outcome" | "reason" | "code"> => {
  const final = entryOf(node, "final")?.node
  return final?.kind === "map"
    ? { outcome: textOf(final, "outcome"), reason: textOf(final, "reason"), code: textOf(final, "code") }
    : { outcome: textOf(node, "final"), reason: undefined, code: undefined }
}

const childEntries = (node: Node) => {
  const states = entryOf(node, "states")?.node
  return states?.kind === "map" ? [...states.entries] : []
}

const isTrue = (node: Node | undefined): boolean => node?.kind === "scalar" && node.value === true

const draftOf = (
  node: Node,
  at: { readonly key: Span; readonly place: Path; readonly path: ReadonlyArray<string> },
  parent: State | undefined,
): ReadonlyArray<Draft> => {
  const esp = textOf(node, "esp")
  const state: Mutable<State> = {
    name: at.path[at.path.length - 1] ?? "",
    ...at,
    node,
    parent,
    children: [],
    ways: [],
    first: undefined,
    parallel: isTrue(entryOf(node, "parallel")?.node),
    esp: isSugar(esp) ? ESP_SUGAR[esp] : undefined,
    ...finalOf(node),
    rest: textOf(node, "rest"),
    emits: namesAt(node, "emit"),
  }
  const inner = childEntries(node).map(([name, entry]) =>
    draftOf(
      entry.node,
      { key: entry.key, place: [...at.place, "states", name], path: [...at.path, name] },
      state,
    ),
  )
  state.children = inner.flatMap(([draft]) => (draft === undefined ? [] : [draft.state]))
  return [{ state, arms: armsOf(node) }, ...inner.flat()]
}

/** Whether everything in a state is written in one source: nothing of it comes from a base. */
const isOf = (node: Node, source: Source): boolean =>
  node.kind === "map"
    ? [...node.entries.values()].every((entry) => entry.key.source === source && isOf(entry.node, source))
    : node.span.source === source

/** Finds states by name. A dotted path names a state inside others; a plain name must be the only one of its kind. */
class Directory {
  readonly findings: Array<Finding> = []
  readonly #states: ReadonlyArray<State>
  readonly #own: Source

  constructor(states: ReadonlyArray<State>, own: Source) {
    this.#states = states
    this.#own = own
  }

  /** What a base says means the base's own states, whatever is added to them. */
  #meant(name: string, at: Span): ReadonlyArray<State> {
    const found = this.#byName(name)
    const inherited = at.source === this.#own ? [] : found.filter(({ node }) => !isOf(node, this.#own))
    return inherited.length === 1 ? inherited : found
  }

  #byName(name: string): ReadonlyArray<State> {
    return this.#states.filter((state) =>
      name.includes(".") ? state.path.join(".") === name : state.name === name,
    )
  }

  /** The state of a name; with a finding and the likeliest one where the name is wrong. */
  find(name: string, at: Span, from: State): State | undefined {
    const [found, another] = this.#meant(name, at)
    if (found !== undefined && another === undefined) return found
    const where = from.parent === undefined ? "the workflow" : placeOf(from.place)
    if (found !== undefined && another !== undefined) {
      const paths = oneOf(this.#byName(name).map((state) => state.path.join(".")))
      const message = `The name ${quoted(name)} in ${where} may mean several states. Write ${paths}, or rename one of them.`
      this.findings.push(
        findingOf(ambiguousState, { at, message, related: [{ message: "One of them.", at: found.key }] }),
      )
      return found
    }
    const names = this.#states.map((state) => state.name)
    const suggestion = suggest(name, names)
    this.findings.push(
      findingOf(unknownState, {
        at,
        message: `The state ${quoted(name)} that ${where} leads to does not exist. Expected ${oneOf([...new Set(names)])}.`,
        suggestion,
      }),
    )
    return suggestion === undefined ? undefined : this.#byName(suggestion)[0]
  }
}

const linked = (draft: Draft, directory: Directory): ReadonlyArray<Way> =>
  draft.arms.map((arm) => {
    const target = arm.to === undefined ? undefined : directory.find(arm.to.name, arm.to.at, draft.state)
    return { ...arm, target, lost: arm.to !== undefined && target === undefined }
  })

const firstOf = (state: State, directory: Directory): State | undefined => {
  const node = entryOf(state.node, "initial")?.node
  const name = textOf(state.node, "initial")
  if (node === undefined || name === undefined) return state.children[0]
  const child = state.children.find((candidate) => candidate.name === name)
  if (child !== undefined) return child
  const suggestion = suggest(
    name,
    state.children.map((candidate) => candidate.name),
  )
  const owner = state.parent === undefined ? "the workflow" : `state "${state.name}"`
  directory.findings.push(
    findingOf(unknownState, {
      at: node.span,
      message: `The initial state ${quoted(name)} is none of the states of ${owner}. Expected ${oneOf(state.children.map((candidate) => candidate.name))}.`,
      suggestion,
    }),
  )
  return state.children.find((candidate) => candidate.name === suggestion) ?? state.children[0]
}

/** Whether something was left out in a state itself, not in a state inside it. */
const isDamaged = (state: State, damaged: ReadonlyArray<Path>): boolean =>
  damaged.some(
    (path) =>
      path.length > state.place.length &&
      state.place.every((step, index) => path[index] === step) &&
      (path[state.place.length] !== "states" || path.length === state.place.length + 1),
  )

/** What is known of a document beside its nodes. */
export interface Reading {
  /** Where something could not be understood and was left out. */
  readonly damaged: ReadonlyArray<Path>
  /** A base is unknown. */
  readonly partial: boolean
}

const tooManyStates = (count: number, at: Span): Finding =>
  findingOf(documentLimits, {
    at,
    message: `The workflow has ${count} states; it may have ${LIMITS.states}. Split it, or use fewer.`,
  })

const noWorkflow = (root: Node): Finding =>
  findingOf(missingKey, {
    at: { ...root.span, end: root.span.start },
    message: 'There is no workflow. Add "extends: user-driven", or a "workflow" with "states".',
  })

/** A workflow, where there is one, and what was found on the way. */
export interface ReadWorkflow {
  readonly workflow: Workflow | undefined
  readonly findings: ReadonlyArray<Finding>
}

/** Reads the workflow of a document and resolves the names in it. */
export const readWorkflow = (root: Node, { damaged, partial }: Reading): ReadWorkflow => {
  const entry = entryOf(root, "workflow")
  const drafts =
    entry === undefined
      ? []
      : draftOf(entry.node, { key: entry.key, place: ["workflow"], path: [] }, undefined)
  const [top, ...inner] = drafts
  const isKnown = !partial && !damaged.some(([key]) => key === "workflow")
  if (entry === undefined || top === undefined || inner.length === 0)
    return { workflow: undefined, findings: isKnown ? [noWorkflow(root)] : [] }
  if (inner.length > LIMITS.states)
    return { workflow: undefined, findings: [tooManyStates(inner.length, entry.key)] }
  const directory = new Directory(
    inner.map(({ state }) => state),
    root.span.source,
  )
  for (const draft of drafts) {
    draft.state.ways = linked(draft, directory)
    draft.state.first = firstOf(draft.state, directory)
  }
  const unclear = new Set<State>(
    drafts.map(({ state }) => state).filter((state) => isDamaged(state, damaged)),
  )
  const workflow = { root: top.state, states: inner.map(({ state }) => state), unclear, partial }
  return { workflow, findings: partial ? [] : directory.findings }
}
