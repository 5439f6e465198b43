import type { Entry, MapNode, Node } from "../source.ts"
import { changed, listChangeOf } from "./list-change.ts"

/** Keys that say what a document is; a base does not hand them down. */
const OWN_KEYS: ReadonlyArray<string> = [
  "dsl",
  "kind",
  "name",
  "title",
  "description",
  "extends",
  "assign",
  "retired",
]

const mergeEntry = (base: Entry | undefined, own: Entry): Entry => {
  if (own.node.kind !== "map") return own
  if (base?.node.kind === "map") return { ...own, node: mergeMaps(base.node, own.node) }
  const change = base?.node.kind === "list" ? listChangeOf(own.node) : undefined
  return base?.node.kind === "list" && change !== undefined
    ? { ...own, node: changed(base.node, change, own.node.span) }
    : own
}

const mergeMaps = (base: MapNode, own: MapNode): MapNode => {
  const entries = new Map(base.entries)
  for (const [key, entry] of own.entries) entries.set(key, mergeEntry(base.entries.get(key), entry))
  return { ...own, entries }
}

/**
 * A document laid over its base: mappings are merged key by key, so states by their names and events within them;
 * a list may be changed by `add` and `remove`; anything else, lists too, replaces what the base says. Every value keeps the place where it was written.
 */
export const mergeOver = (base: Node, own: Node): Node => {
  if (base.kind !== "map" || own.kind !== "map") return own
  const inherited = new Map([...base.entries].filter(([key]) => !OWN_KEYS.includes(key)))
  return mergeMaps({ ...base, entries: inherited }, own)
}
