import type { ReadDocument } from "./document.ts"
import { type Finding, findingOf } from "./finding.ts"
import type { Library, LibraryEntry } from "./library.ts"
import { mergeOver } from "./merge.ts"
import { baseCycle } from "./rules/base-cycle.ts"
import { unknownBase } from "./rules/unknown-base.ts"
import { entryOf, type Node, type Span } from "./source.ts"
import { oneOf, suggest } from "./suggest.ts"

/** The documents that a document builds on, nearest first, and what they come to together. */
export interface Resolved {
  readonly root: Node
  readonly bases: ReadonlyArray<LibraryEntry>
  readonly findings: ReadonlyArray<Finding>
  /** False where a base is unknown: then what it would have given is not known either. */
  readonly complete: boolean
}

const extendsOf = (root: Node): { readonly name: string; readonly at: Span } | undefined => {
  const node = entryOf(root, "extends")?.node
  return node?.kind === "scalar" && typeof node.value === "string"
    ? { name: node.value, at: node.span }
    : undefined
}

const nameOf = (root: Node): string | undefined => {
  const node = entryOf(root, "name")?.node
  return node?.kind === "scalar" ? String(node.value) : undefined
}

const unknown = (name: string, at: Span, library: Library): Finding => {
  const known = [...library.values()]
    .filter((entry) => entry.document.value?.kind === "DeploymentProfile")
    .map((entry) => entry.name)
  const expected = known.length === 0 ? "No profile is known here" : `Known are ${oneOf(known)}`
  return findingOf(unknownBase, {
    at,
    message: `The profile "${name}" that "extends" names does not exist. ${expected}.`,
    suggestion: suggest(name, known),
  })
}

const cycle = (way: ReadonlyArray<string>, at: Span): Finding =>
  findingOf(baseCycle, {
    at,
    message: `The profile extends itself: ${way.map((name) => `"${name}"`).join(" extends ")}. Take one "extends" away.`,
  })

/** Lays a document over the documents it extends. */
export const resolve = (document: ReadDocument & { readonly root: Node }, library: Library): Resolved => {
  const first = extendsOf(document.root)
  const bases: Array<LibraryEntry> = []
  const way = [nameOf(document.root) ?? ""]
  const stopped = (finding: Finding): Resolved => ({
    root: document.root,
    bases,
    findings: [finding],
    complete: false,
  })
  let next = first
  while (next !== undefined && first !== undefined) {
    if (way.includes(next.name)) return stopped(cycle([...way, next.name], first.at))
    const base = library.get(next.name)
    const root = base?.document.root
    if (base === undefined || root === undefined || base.document.value?.kind !== "DeploymentProfile")
      return stopped(unknown(next.name, first.at, library))
    bases.push(base)
    way.push(next.name)
    next = extendsOf(root)
  }
  const roots = bases.flatMap(({ document: { root } }) => (root === undefined ? [] : [root]))
  const [lowest, ...others] = [...roots.reverse(), document.root]
  const root = others.reduce((base, own) => mergeOver(base, own), lowest ?? document.root)
  return { root, bases, findings: [], complete: true }
}
