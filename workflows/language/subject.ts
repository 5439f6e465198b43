import type { EnrollmentStatus, PageAssignment, PageSettings, ProfileSettings } from "#domain/profile"
import type { Finding } from "./finding.ts"
import type { Library, LibraryEntry } from "./inheritance/library.ts"
import { resolve } from "./inheritance/resolve.ts"
import type { Workflow } from "./model.ts"
import { readWorkflow } from "./read-workflow.ts"
import { decodeRoot, type ReadDocument } from "./reading/document.ts"
import type { AnyDocument } from "./schema/document.ts"
import { itemsOf } from "./schema/text.ts"
import { pageSettingsOf, settingsOf } from "./settings.ts"
import { entryOf, type Node, type Path, type Source } from "./source.ts"
import type { MachineKind } from "./vocabulary.ts"

/** A document with its bases laid under it: what the checks look at. */
export interface Subject {
  readonly source: Source
  readonly root: Node
  readonly kind: MachineKind
  readonly name: string
  readonly signals: ReadonlyArray<string>
  readonly settings: ProfileSettings | undefined
  /** The settings of an Enrollment Status Page that stands for itself. */
  readonly page: PageSettings | undefined
  /** Who gets it, for profiles and pages alike. */
  readonly assign: PageAssignment | undefined
  readonly enrollmentStatus: EnrollmentStatus | undefined
  /** It says of itself that it is to be taken out of use. */
  readonly retired: boolean
  readonly workflow: Workflow | undefined
  readonly bases: ReadonlyArray<LibraryEntry>
  /** What the bases come to without this document; absent where it builds on none that is known. */
  readonly below: Node | undefined
  /** The document alone, without its bases. */
  readonly own: Node
  /** Keys of the base that the document takes away. */
  readonly removals: ReadonlyArray<Path>
  /** Where something could not be understood and was left out. */
  readonly damaged: ReadonlyArray<Path>
  /** Mistakes found on the way here: unknown bases and states. */
  readonly findings: ReadonlyArray<Finding>
}

/** Whether a profile, or a base of the tenant's own that it builds on, says `enrollmentStatus`. */
const saysPage = (document: ReadDocument, bases: ReadonlyArray<LibraryEntry>): boolean => {
  for (const { removals, root } of [document, ...bases.filter(isOwn).map((base) => base.document)]) {
    if (root !== undefined && entryOf(root, "enrollmentStatus") !== undefined) return true
    if (removals.some(([key, ...inner]) => key === "enrollmentStatus" && inner.length === 0)) return false
  }
  return false
}

const isOwn = ({ shipped }: LibraryEntry): boolean => !shipped

const settled = (value: AnyDocument, hasOwnPage: boolean) => {
  const settings = value.kind === "DeploymentProfile" ? settingsOf(value, hasOwnPage) : undefined
  const page = value.kind === "EnrollmentStatusPage" ? pageSettingsOf(value) : undefined
  const assign = settings === undefined ? page?.assign : { ...settings.assign, userGroups: [] }
  const enrollmentStatus = settings?.enrollmentStatus ?? page?.enrollmentStatus
  const retired = value.kind !== "Lifecycle" && value.retired === true
  return { settings, page, assign, enrollmentStatus, retired }
}

/** Lays a document over its bases and reads its workflow; nothing where the document could not be read. */
export const subjectOf = (document: ReadDocument, library: Library): Subject | undefined => {
  const { root, source } = document
  if (root === undefined || document.value === undefined) return undefined
  const resolved = resolve({ ...document, root }, library)
  const value = resolved.bases.length === 0 ? document.value : decodeRoot(resolved.root, document.value.kind)
  if (value === undefined) return undefined
  const partial = !resolved.complete || document.damaged.some(([key]) => key === "extends")
  const { findings, workflow } =
    value.kind === "EnrollmentStatusPage"
      ? { findings: [], workflow: undefined }
      : readWorkflow(resolved.root, { damaged: document.damaged, partial })
  return {
    source,
    root: resolved.root,
    kind: value.kind === "Lifecycle" ? "lifecycle" : "attempt",
    name: value.name,
    signals: value.kind === "DeploymentProfile" ? itemsOf(value.signals) : [],
    ...settled(value, saysPage(document, resolved.bases)),
    workflow,
    bases: resolved.bases,
    below: resolved.below,
    own: root,
    removals: document.removals,
    damaged: document.damaged,
    findings: [...resolved.findings, ...findings],
  }
}
