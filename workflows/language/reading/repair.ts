import type { Entry, ListNode, MapNode, Node, Path } from "../source.ts"

const removeFrom = (node: ListNode | MapNode, key: string | number): Node =>
  node.kind === "list"
    ? { ...node, items: node.items.filter((_, index) => index !== Number(key)) }
    : { ...node, entries: new Map([...node.entries].filter(([name]) => name !== String(key))) }

const replaceIn = (node: ListNode | MapNode, key: string | number, child: Node): Node =>
  node.kind === "list"
    ? { ...node, items: node.items.map((item, index) => (index === Number(key) ? child : item)) }
    : {
        ...node,
        entries: new Map(
          [...node.entries].map(([name, entry]): [string, Entry] =>
            name === String(key) ? [name, { ...entry, node: child }] : [name, entry],
          ),
        ),
      }

const childOf = (node: ListNode | MapNode, key: string | number): Node | undefined =>
  node.kind === "list" ? node.items[Number(key)] : node.entries.get(String(key))?.node

/** A tree with the node at a path changed. Parts that no path reaches stay as they are. */
const changeAt = (root: Node, path: Path, change: (node: ListNode | MapNode) => Node): Node => {
  if (root.kind === "scalar") return root
  const [step, ...rest] = path
  if (step === undefined) return change(root)
  const child = childOf(root, step)
  return child === undefined ? root : replaceIn(root, step, changeAt(child, rest, change))
}

/** A tree without the value at a path. */
export const without = (root: Node, path: Path): Node => {
  const last = path[path.length - 1]
  return last === undefined ? root : changeAt(root, path.slice(0, -1), (parent) => removeFrom(parent, last))
}

/** A tree in which a key is called otherwise; the place in the file stays. */
export const renamed = (root: Node, path: Path, name: string): Node => {
  const last = path[path.length - 1]
  if (last === undefined) return root
  return changeAt(root, path.slice(0, -1), (parent) =>
    parent.kind === "list"
      ? parent
      : {
          ...parent,
          entries: new Map(
            [...parent.entries].map(([key, entry]) => [key === String(last) ? name : key, entry]),
          ),
        },
  )
}

/** A tree in which another value stands at a path. */
export const replaced = (root: Node, path: Path, value: Node): Node => {
  const last = path[path.length - 1]
  return last === undefined
    ? value
    : changeAt(root, path.slice(0, -1), (parent) => replaceIn(parent, last, value))
}

/** A mapping with one more key, which stands nowhere in the file. */
export const inserted = (root: Node, key: string, value: string | ReadonlyMap<string, Entry>): Node => {
  if (root.kind !== "map") return root
  const at = { ...root.span, end: root.span.start }
  const node: Node =
    typeof value === "string"
      ? { kind: "scalar", value, span: at }
      : { kind: "map", entries: value, span: at }
  return { ...root, entries: new Map([...root.entries, [key, { key: at, node }]]) }
}
