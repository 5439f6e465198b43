import type { Entry, MapNode, Node } from "./source.ts"

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

const mergeEntry = (base: Entry | undefined, own: Entry): Entry =>
  base?.node.kind === "map" && own.node.kind === "map"
    ? { ...own, node: mergeMaps(base.node, own.node) }
    : own

const mergeMaps = (base: MapNode, own: MapNode): MapNode => {
  const entries = new Map(base.entries)
  for (const [key, entry] of own.entries) entries.set(key, mergeEntry(base.entries.get(key), entry))
  return { ...own, entries }
}

/**
 * A document laid over its base: mappings are merged key by key, so states by their names and events within them;
 * anything else, lists too, replaces what the base says. Every value keeps the place where it was written.
 */
export const mergeOver = (base: Node, own: Node): Node => {
  if (base.kind !== "map" || own.kind !== "map") return own
  const inherited = new Map([...base.entries].filter(([key]) => !OWN_KEYS.includes(key)))
  return mergeMaps({ ...base, entries: inherited }, own)
}
