import { entryOf, type ListNode, type Node, type ScalarNode, type Span } from "./source.ts"
import { isEspOutcome } from "./vocabulary.ts"

/** What sets a transition off. */
export type Trigger =
  /** An event from outside: an input or a signal. */
  | { readonly kind: "event"; readonly event: string; readonly at: Span }
  /** What the Enrollment Status Page itself comes to. */
  | { readonly kind: "esp"; readonly event: string; readonly at: Span }
  /** The end of a wait. */
  | { readonly kind: "timeout"; readonly at: Span }
  /** The inner states have come to their end. */
  | { readonly kind: "done"; readonly at: Span }

/** A name in the file. */
export interface Named {
  readonly name: string
  readonly at: Span
}

/** One way to take an event, as written. */
export interface Arm {
  readonly trigger: Trigger
  readonly at: Span
  readonly when: ScalarNode | undefined
  readonly to: Named | undefined
  readonly emit: ReadonlyArray<Named>
}

const named = (node: Node | undefined): ReadonlyArray<Named> =>
  node?.kind === "scalar" && typeof node.value === "string" ? [{ name: node.value, at: node.span }] : []

/** The names under a key: one, or a list. */
export const namesAt = (node: Node, key: string): ReadonlyArray<Named> => {
  const found = entryOf(node, key)?.node
  return found?.kind === "list" ? found.items.flatMap(named) : named(found)
}

const scalarAt = (node: Node, key: string): ScalarNode | undefined => {
  const found = entryOf(node, key)?.node
  return found?.kind === "scalar" ? found : undefined
}

const stepOf = (node: Node, trigger: Trigger): ReadonlyArray<Arm> => {
  if (node.kind === "scalar")
    return [{ trigger, at: node.span, when: undefined, to: named(node)[0], emit: [] }]
  const step = {
    trigger,
    at: node.span,
    when: scalarAt(node, "when"),
    to: namesAt(node, "to")[0],
    emit: namesAt(node, "emit"),
  }
  return node.kind === "map" ? [step] : []
}

const isList = (node: Node): node is ListNode => node.kind === "list"

const stepsOf = (node: Node, trigger: Trigger): ReadonlyArray<Arm> =>
  isList(node) ? node.items.flatMap((item) => stepOf(item, trigger)) : stepOf(node, trigger)

const isEsp = (node: Node): boolean => entryOf(node, "esp") !== undefined

const eventArms = (node: Node): ReadonlyArray<Arm> => {
  const on = entryOf(node, "on")?.node
  return on?.kind !== "map"
    ? []
    : [...on.entries].flatMap(([event, entry]) => {
        const kind = isEsp(node) && isEspOutcome(event) ? "esp" : "event"
        return stepsOf(entry.node, { kind, event, at: entry.key })
      })
}

const acceptArms = (node: Node): ReadonlyArray<Arm> =>
  namesAt(node, "accept").map(({ name, at }) => ({
    trigger: { kind: "event", event: name, at },
    at,
    when: undefined,
    to: undefined,
    emit: [],
  }))

/** Every transition of a state: its events in the order of the file, what it accepts, its time-out, its end. */
export const armsOf = (node: Node): ReadonlyArray<Arm> => {
  // How long an ESP phase may take is said by `timeout`, where it leads by EspTimedOut.
  const timeout = isEsp(node) ? undefined : entryOf(node, "timeout")
  const done = entryOf(node, "done")
  return [
    ...eventArms(node),
    ...acceptArms(node),
    ...(timeout === undefined ? [] : stepOf(timeout.node, { kind: "timeout", at: timeout.key })),
    ...(done === undefined ? [] : stepsOf(done.node, { kind: "done", at: done.key })),
  ]
}
