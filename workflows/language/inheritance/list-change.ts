import type { Entry, ListNode, Node, Path } from "../source.ts"
import { plainOf } from "../source.ts"

/** `{ add: [...], remove: [...] }` where a list stands in the base. */
export interface ListChange {
  readonly add: ReadonlyArray<Node>
  readonly remove: ReadonlyArray<Node>
}

const itemsOf = (entry: Entry | undefined): ReadonlyArray<Node> =>
  entry?.node.kind === "list" ? entry.node.items : []

const isChangeKey = (key: string, { node }: Entry): boolean =>
  (key === "add" || key === "remove") && node.kind === "list"

/** A mapping as a change of a list; nothing for any other node. */
export const listChangeOf = (node: Node): ListChange | undefined =>
  node.kind === "map" &&
  node.entries.size > 0 &&
  [...node.entries].every(([key, entry]) => isChangeKey(key, entry))
    ? { add: itemsOf(node.entries.get("add")), remove: itemsOf(node.entries.get("remove")) }
    : undefined

/** Whether two nodes say the same. */
export const isSame = (a: Node, b: Node): boolean => JSON.stringify(plainOf(a)) === JSON.stringify(plainOf(b))

const isAmong = (node: Node, nodes: ReadonlyArray<Node>): boolean =>
  nodes.some((other) => isSame(node, other))

/** A list without what is removed, then what is added and not there yet. */
export const changed = (base: ListNode, { add, remove }: ListChange, span: ListNode["span"]): ListNode => {
  const kept = base.items.filter((item) => !isAmong(item, remove))
  return { kind: "list", items: [...kept, ...add.filter((item) => !isAmong(item, kept))], span }
}

/** Every change of a list in a document, with its place. */
export const listChangesIn = (
  node: Node,
  path: Path = [],
): ReadonlyArray<{ readonly path: Path; readonly node: Node; readonly change: ListChange }> => {
  if (node.kind !== "map") return []
  const change = listChangeOf(node)
  if (change !== undefined) return [{ path, node, change }]
  return [...node.entries].flatMap(([key, entry]) => listChangesIn(entry.node, [...path, key]))
}
