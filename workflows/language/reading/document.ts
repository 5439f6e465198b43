import { type Finding, findingOf, sorted } from "../finding.ts"
import { documentLimits } from "../rules/document-limits.ts"
import { missingKey } from "../rules/missing-key.ts"
import { unknownKind } from "../rules/unknown-kind.ts"
import { wrongValue } from "../rules/wrong-value.ts"
import { type AnyDocument, DeploymentProfile, EnrollmentStatusPage, Lifecycle } from "../schema/document.ts"
import { entryOf, type MapNode, type Node, type Path, type Source } from "../source.ts"
import { oneOf, quoted, suggest } from "../suggest.ts"
import { type Decoded, decoder } from "./decode.ts"
import { type Parsed, parse } from "./parse.ts"
import { splitRemovals } from "./removals.ts"
import { inserted, replaced } from "./repair.ts"

/** A file that was read: as nodes with positions, and as the typed document where it could be understood. */
export interface ReadDocument {
  readonly source: Source
  readonly root: Node | undefined
  readonly value: AnyDocument | undefined
  readonly findings: ReadonlyArray<Finding>
  readonly damaged: ReadonlyArray<Path>
  /** Keys of the base that do not apply. `root` does not hold them any more. */
  readonly removals: ReadonlyArray<Path>
}

type Kind = AnyDocument["kind"]
type Decode = (root: Node) => Decoded<AnyDocument>

const DECODERS: { readonly [kind in Kind]: Decode } = {
  DeploymentProfile: decoder(DeploymentProfile, { name: "unnamed" }),
  EnrollmentStatusPage: decoder(EnrollmentStatusPage, { name: "unnamed", enrollmentStatus: new Map() }),
  Lifecycle: decoder(Lifecycle, { name: "unnamed", workflow: new Map() }),
}

/** The kinds of documents. */
const KINDS: ReadonlyArray<Kind> = ["DeploymentProfile", "EnrollmentStatusPage", "Lifecycle"]
const isKind = (value: unknown): value is Kind => KINDS.some((kind) => kind === value)

const SUPPORTED_DSL = 1

interface Heading {
  readonly root: MapNode
  readonly findings: ReadonlyArray<Finding>
}

const withScalar = (root: MapNode, key: string, value: string | number): MapNode => {
  const node: Node = { kind: "scalar", value, span: entryOf(root, key)?.node.span ?? root.span }
  const changed =
    entryOf(root, key) === undefined
      ? replaced(inserted(root, key, ""), [key], node)
      : replaced(root, [key], node)
  return changed.kind === "map" ? changed : root
}

const atStart = (root: Node) => ({ ...root.span, end: root.span.start })

const readDsl = (root: MapNode): Heading => {
  const node = entryOf(root, "dsl")?.node
  if (node?.kind === "scalar" && node.value === SUPPORTED_DSL) return { root, findings: [] }
  const finding =
    node === undefined
      ? findingOf(missingKey, {
          at: atStart(root),
          message: `The key "dsl" is missing in the file. Begin with "dsl: ${SUPPORTED_DSL}".`,
        })
      : findingOf(unknownKind, {
          at: node.span,
          message: `The language version ${quoted(node.kind === "scalar" ? node.value : [])} is not supported. Expected ${SUPPORTED_DSL}${node.kind === "scalar" && node.value === String(SUPPORTED_DSL) ? ", without quotation marks" : ""}.`,
        })
  return { root: withScalar(root, "dsl", SUPPORTED_DSL), findings: [finding] }
}

const readKind = (root: MapNode): Heading & { readonly kind: Kind } => {
  const node = entryOf(root, "kind")?.node
  const written = node?.kind === "scalar" ? node.value : undefined
  if (isKind(written)) return { root, findings: [], kind: written }
  const suggestion = typeof written === "string" ? suggest(written, KINDS) : undefined
  const kind = isKind(suggestion) ? suggestion : "DeploymentProfile"
  const finding =
    node === undefined
      ? findingOf(missingKey, {
          at: atStart(root),
          message: `The key "kind" is missing in the file. Add "kind: DeploymentProfile".`,
        })
      : findingOf(unknownKind, {
          at: node.span,
          message: `The kind ${quoted(written ?? [])} is unknown. Expected ${oneOf(KINDS)}.`,
          suggestion,
        })
  return { root: withScalar(root, "kind", kind), findings: [finding], kind }
}

const decode = ({ source, root, findings }: Parsed & { readonly root: MapNode }): ReadDocument => {
  const dsl = readDsl(root)
  const kind = readKind(dsl.root)
  const own = splitRemovals(kind.root)
  const decoded = DECODERS[kind.kind](own.root)
  // A value that could not be read, such as an alias without its anchor, is not also told to be empty.
  const isNews = ({ column, line }: Finding): boolean =>
    !findings.some((finding) => finding.line === line && finding.column === column)
  return {
    source,
    root: decoded.root,
    value: decoded.value,
    findings: sorted([...findings, ...dsl.findings, ...kind.findings, ...decoded.findings.filter(isNews)]),
    damaged: decoded.damaged,
    removals: own.removals,
  }
}

const EMPTY = `The file says nothing. A profile begins with "dsl: ${SUPPORTED_DSL}".`

/** Reads a file of the profile language: its YAML and its shape, every mistake in them at once. */
export const readDocument = (text: string, file: string): ReadDocument => {
  const parsed = parse(text, file)
  const { root } = parsed
  const nothing = { source: parsed.source, root: undefined, value: undefined, damaged: [], removals: [] }
  if (root === undefined) return { ...nothing, findings: parsed.findings }
  if (root.kind === "map") return decode({ ...parsed, root })
  if (root.kind === "scalar" && root.value === null)
    return {
      ...nothing,
      findings: [...parsed.findings, findingOf(documentLimits, { at: atStart(root), message: EMPTY })],
    }
  const message = `The file holds ${root.kind === "list" ? "a list" : "a single value"}, but expected is a mapping that begins with "dsl: ${SUPPORTED_DSL}".`
  return { ...nothing, findings: [...parsed.findings, findingOf(wrongValue, { at: atStart(root), message })] }
}

/** The typed document of nodes that are known to be free of mistakes of shape, such as merged ones. */
export const decodeRoot = (root: Node, kind: Kind): AnyDocument | undefined => DECODERS[kind](root).value
