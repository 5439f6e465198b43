import { LineCounter } from "yaml"

/** A file as text, and where its lines begin. Columns count UTF-16 units, from 1. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
}

/** A stretch of a source, by 0-based offsets; `end` is exclusive. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

interface Placed {
  readonly span: Span
}

/** A YAML value that knows where it was written. Aliases are already resolved. */
export type Node = MapNode | ListNode | ScalarNode

export interface Entry {
  readonly key: Span
  readonly node: Node
}

export interface MapNode extends Placed {
  readonly kind: "map"
  readonly entries: ReadonlyMap<string, Entry>
}

export interface ListNode extends Placed {
  readonly kind: "list"
  readonly items: ReadonlyArray<Node>
}

export interface ScalarNode extends Placed {
  readonly kind: "scalar"
  readonly value: string | number | boolean | null
}

/** The way from the root of a document to a value: keys of mappings and places in lists. */
export type Path = ReadonlyArray<string | number>

/** A source from a file's name and text; a byte order mark is dropped. */
export const sourceOf = (file: string, text: string): Source => ({
  file,
  text: text.startsWith("\uFEFF") ? text.slice(1) : text,
  lines: new LineCounter(),
})

/** The entry of a mapping under a key; nothing for any other node. */
export const entryOf = (node: Node | undefined, key: string): Entry | undefined =>
  node?.kind === "map" ? node.entries.get(key) : undefined

/** A text under a key of a mapping. */
export const textOf = (node: Node | undefined, key: string): string | undefined => {
  const found = entryOf(node, key)?.node
  return found?.kind === "scalar" && typeof found.value === "string" ? found.value : undefined
}

/** The value at a path. */
export const nodeAt = (root: Node, path: Path): Node | undefined =>
  path.reduce<Node | undefined>(
    (node, step) => (node?.kind === "list" ? node.items[Number(step)] : entryOf(node, String(step))?.node),
    root,
  )

/** The key of the value at a path, or the value itself where it stands in a list; the nearest enclosing one where there is none. */
export const keyAt = (root: Node, path: Path): Span => {
  if (path.length === 0) return root.span
  const parent = nodeAt(root, path.slice(0, -1))
  const last = path[path.length - 1]
  const found =
    parent?.kind === "list" ? parent.items[Number(last)]?.span : entryOf(parent, String(last))?.key
  return found ?? keyAt(root, path.slice(0, -1))
}

/** The value at a path, or its nearest enclosing key. */
export const spanAt = (root: Node, path: Path): Span => nodeAt(root, path)?.span ?? keyAt(root, path)

/** The plain JSON value of a node. */
export const plainOf = (node: Node): unknown => {
  switch (node.kind) {
    case "scalar":
      return node.value
    case "list":
      return node.items.map(plainOf)
    case "map":
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.node)]))
  }
}

/** Where the text of a scalar begins in its source: after a quotation mark, or below the header of a block. */
const textStart = ({ source, start }: Span): number => {
  const opening = source.text[start] ?? ""
  if ("|>".includes(opening)) return source.text.indexOf("\n", start) + 1
  return "\"'".includes(opening) ? start + 1 : start
}

/** The offsets of a scalar's characters: the n-th visible one of the value is the n-th match in the source. */
const placesOf = (scalar: ScalarNode): ReadonlyArray<number> => {
  const { text } = scalar.span.source
  let offset = textStart(scalar.span)
  return String(scalar.value)
    .split("")
    .map((character) => {
      if (character.trim() === "") return offset
      const found = text.indexOf(character, offset)
      if (found !== -1 && found < scalar.span.end) offset = found + 1
      return offset - 1
    })
}

/** Where the characters `start` to `end` of a text scalar stand in its source, whatever YAML style it is written in. */
export const within = (scalar: ScalarNode, start: number, end: number): Span => {
  const places = placesOf(scalar)
  const first = places[Math.min(start, places.length - 1)] ?? scalar.span.start
  const last = places[Math.min(Math.max(start, end - 1), places.length - 1)] ?? first
  return { source: scalar.span.source, start: start < places.length ? first : first + 1, end: last + 1 }
}
