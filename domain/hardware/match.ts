import { Schema, Struct } from "effect"
import { type Comparison, compare, type Relation, relationOf } from "./comparison.ts"
import { type HardwareSummary, shortFingerprint } from "./summary.ts"
import { type Component, THRESHOLDS, WEIGHTS } from "./weights.ts"

/**
 * What a later capture is to an earlier one. `same`: the same machine. `changed`: still this device, with other parts.
 * `replaced`: it carries something of the device, but has to be registered anew. `different`: another device.
 */
export const VerdictKind = Schema.Literals(["same", "changed", "replaced", "different"])
export type VerdictKind = typeof VerdictKind.Type

/** What one component said. The TPM's key is shown by a short fingerprint only. */
export const Evidence = Schema.Struct({
  component: Schema.String,
  before: Schema.NullOr(Schema.String),
  after: Schema.NullOr(Schema.String),
  relation: Schema.Literals(["equal", "partly", "differs", "lost", "gained"]),
  weight: Schema.Finite,
  /** One sentence for people. */
  says: Schema.String,
})
export type Evidence = typeof Evidence.Type

/** The comparison of two captures. `score` is the share of the comparable weight that agrees, 0 to 100. */
export const Verdict = Schema.Struct({
  verdict: VerdictKind,
  score: Schema.Finite,
  evidence: Schema.Array(Evidence),
})
export type Verdict = typeof Verdict.Type

/** A verdict as programs are told it: the relation of a component is in its sentence. */
export const ShownVerdict = Verdict.mapFields(
  Struct.evolve({
    evidence: () => Schema.Array(Evidence.mapFields(Struct.omit(["relation"]))),
  }),
)
export type ShownVerdict = typeof ShownVerdict.Type

/** `{verdict, score, evidence: [{component, before, after, weight, says}]}`, as the command line and the API give it. */
export const shownVerdict = ({ evidence, score, verdict }: Verdict): ShownVerdict => ({
  verdict,
  score,
  evidence: evidence.map(({ relation: _relation, ...line }) => line),
})

/** What each verdict means, for people. */
export const VERDICT_SAYS: { readonly [verdict in VerdictKind]: string } = {
  same: "the same machine",
  changed: "the same machine with other parts; its registration holds",
  replaced: "carries something of the first machine, but has to be registered anew",
  different: "another machine",
}

interface Finding extends Comparison {
  readonly relation: Relation
}

const COMPONENTS = Object.keys(WEIGHTS).filter((name): name is Component => name in WEIGHTS)

/**
 * Compares two captures by what is decoded from them, never by their bytes: time and build make every capture another.
 *
 * The key of the TPM decides where both have one, as it cannot be carried to another board. Where one has none, the
 * SMBIOS UUID has to agree and the score must reach the threshold. One identity in common, or the system disk and a
 * network adapter, are enough not to be strangers. Weights and thresholds: `weights.ts`.
 */
export const match = (before: HardwareSummary, after: HardwareSummary): Verdict => {
  const findings = COMPONENTS.flatMap((component): ReadonlyArray<Finding> => {
    const comparison = compare(component, before, after)
    const relation = relationOf(comparison)
    return relation === undefined ? [] : [{ ...comparison, relation }]
  })
  const score = scoreOf(findings)
  return { verdict: judge(findings, score), score, evidence: findings.filter(isTelling).map(evidenceOf) }
}

const judge = (findings: ReadonlyArray<Finding>, score: number): VerdictKind => {
  const relation = (component: Component) =>
    findings.find((finding) => finding.component === component)?.relation
  const isThisBoard =
    relation("tpmKey") === "equal" ||
    (relation("tpmKey") !== "differs" &&
      relation("smbiosUuid") !== "differs" &&
      score >= THRESHOLDS.thisDevice.value)
  if (isThisBoard && hasCommonIdentity(findings)) return hasOtherParts(findings) ? "changed" : "same"
  return hasCommonIdentity(findings) || partsInCommon(findings) >= THRESHOLDS.partsInCommon.value
    ? "replaced"
    : "different"
}

const hasCommonIdentity = (findings: ReadonlyArray<Finding>): boolean =>
  findings.some(({ component, relation }) => WEIGHTS[component].role === "identity" && relation === "equal")

const hasOtherParts = (findings: ReadonlyArray<Finding>): boolean =>
  findings.some(({ component, relation }) => WEIGHTS[component].role !== "ignored" && relation !== "equal")

const partsInCommon = (findings: ReadonlyArray<Finding>): number =>
  findings.filter(
    ({ component, relation }) =>
      (component === "systemDisk" || component === "networkAdapters") &&
      (relation === "equal" || relation === "partly"),
  ).length

/** What only one side has cannot be compared and does not count. */
const scoreOf = (findings: ReadonlyArray<Finding>): number => {
  const comparable = findings.filter(({ relation }) => relation !== "lost" && relation !== "gained")
  const total = comparable.reduce((sum, { component }) => sum + WEIGHTS[component].weight, 0)
  const agreed = comparable.reduce(
    (sum, { component, relation }) => sum + WEIGHTS[component].weight * SHARE[relation],
    0,
  )
  return total === 0 ? 0 : Math.round((100 * agreed) / total)
}

const SHARE: Record<Relation, number> = {
  equal: 1,
  partly: THRESHOLDS.partly.value,
  differs: 0,
  lost: 0,
  gained: 0,
}

/** What does not count is evidence only where it changed. */
const isTelling = ({ component, relation }: Finding): boolean =>
  WEIGHTS[component].role !== "ignored" || relation !== "equal"

const evidenceOf = ({ component, before, after, relation }: Finding): Evidence => ({
  component,
  before: show(component, before),
  after: show(component, after),
  relation,
  weight: WEIGHTS[component].weight,
  says: `${NAMES[component]} ${SAYS[relation]} (${WEIGHTS[component].why}).`,
})

const show = (component: Component, values: ReadonlyArray<string>): string | null => {
  const shown = component === "tpmKey" ? values.map(shortFingerprint) : values
  return shown.length === 0 ? null : shown.join(", ")
}

const NAMES: Record<Component, string> = {
  tpmKey: "The TPM's endorsement key",
  smbiosUuid: "The SMBIOS UUID",
  system: "The manufacturer, model or serial number",
  productKeyId: "The product key id",
  systemDisk: "The system disk",
  networkAdapters: "The set of built-in network adapters",
  processor: "The processor",
  otherDisks: "The set of further disks",
  sku: "The SKU number",
  family: "The system family",
  memory: "The memory",
  videoAdapters: "The set of video adapters",
  tpmVersion: "The TPM's version",
  osBuild: "The Windows build",
}

const SAYS: Record<Relation, string> = {
  equal: "is the same",
  partly: "is the same in part",
  differs: "is another one",
  lost: "was there before and is missing now",
  gained: "was missing before and is there now",
}
