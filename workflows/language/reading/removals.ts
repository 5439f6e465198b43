import type { Node, Path } from "../source.ts"
import { without } from "./repair.ts"

/** `~` written out; a key that was left empty by mistake is not meant to take anything away. */
const isRemoval = (node: Node): boolean =>
  node.kind === "scalar" &&
  node.value === null &&
  node.span.source.text.slice(node.span.start, node.span.end) === "~"

/** The keys of a document that say `~`: what the base says there does not apply. */
const removalsIn = (node: Node, path: Path = []): ReadonlyArray<Path> =>
  node.kind === "map"
    ? [...node.entries].flatMap(([key, entry]) =>
        isRemoval(entry.node) ? [[...path, key]] : removalsIn(entry.node, [...path, key]),
      )
    : []

/** A tree without the values at some paths. */
export const withoutAll = (root: Node, paths: ReadonlyArray<Path>): Node => paths.reduce(without, root)

/** A document that builds on another, and the keys of the base that it takes away. */
export const splitRemovals = (
  root: Node,
): { readonly root: Node; readonly removals: ReadonlyArray<Path> } => {
  const removals = root.kind === "map" && root.entries.has("extends") ? removalsIn(root) : []
  return { root: withoutAll(root, removals), removals }
}
