import { type Finding, findingOf } from "../finding.ts"
import type { ReadDocument } from "../reading/document.ts"
import { withoutAll } from "../reading/removals.ts"
import { baseCycle } from "../rules/base-cycle.ts"
import { unknownBase } from "../rules/unknown-base.ts"
import { entryOf, type Node, type Path, type Span } from "../source.ts"
import { oneOf, suggest } from "../suggest.ts"
import type { Library, LibraryEntry } from "./library.ts"
import { mergeOver } from "./merge.ts"

/** The documents that a document builds on, nearest first, and what they come to together. */
export interface Resolved {
  readonly root: Node
  readonly bases: ReadonlyArray<LibraryEntry>
  readonly findings: ReadonlyArray<Finding>
  /** What the bases come to without the document. */
  readonly below: Node | undefined
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

const unknown = (name: string, at: Span, library: Library, own: string | undefined): Finding => {
  const known = [...library.values()]
    .filter((entry) => entry.document.value?.kind === "DeploymentProfile")
    .map((entry) => entry.name)
    .filter((other) => other !== own)
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

type Found = { readonly entry: LibraryEntry; readonly root: Node; readonly findings: ReadonlyArray<Finding> }

/** The base of a name; for a wrong name the one that was probably meant, with a finding. */
const baseOf = (name: string, at: Span, library: Library, own: string | undefined): Found | Finding => {
  const finding = unknown(name, at, library, own)
  const exact = library.get(name)
  const entry =
    exact?.document.value?.kind === "DeploymentProfile" ? exact : library.get(finding.suggestion ?? "")
  const root = entry?.document.root
  if (entry === undefined || root === undefined) return finding
  return { entry, root, findings: entry === exact ? [] : [finding] }
}

const over = (base: Node | undefined, own: Node, removals: ReadonlyArray<Path>): Node =>
  base === undefined ? own : mergeOver(withoutAll(base, removals), own)

/** Lays a document over the documents it extends. */
export const resolve = (document: ReadDocument & { readonly root: Node }, library: Library): Resolved => {
  const { root: own } = document
  const first = extendsOf(own)
  const found: Array<Found> = []
  const way = [nameOf(own) ?? ""]
  const stopped = (finding: Finding): Resolved => ({
    root: own,
    bases: [],
    below: undefined,
    findings: [...found.flatMap(({ findings }) => findings), finding],
    complete: false,
  })
  for (let next = first; next !== undefined && first !== undefined; ) {
    if (way.includes(next.name)) return stopped(cycle([...way, next.name], first.at))
    const base = baseOf(next.name, first.at, library, nameOf(own))
    if ("code" in base) return stopped(base)
    found.push(base)
    way.push(base.entry.name)
    next = extendsOf(base.root)
  }
  const below = found
    .toReversed()
    .reduce<Node | undefined>((base, { entry, root }) => over(base, root, entry.document.removals), undefined)
  return {
    root: over(below, own, document.removals),
    below,
    bases: found.map(({ entry }) => entry),
    findings: found.flatMap(({ findings }) => findings),
    complete: true,
  }
}
