import { diskSerials, permanentMacs, systemDiskSerial, systemIdentity } from "./identity.ts"
import { normalise, real } from "./placeholders.ts"
import type { HardwareSummary } from "./summary.ts"
import type { Component } from "./weights.ts"

/** How a component of one capture stands to that of another. */
export type Relation = "equal" | "partly" | "differs" | "lost" | "gained"

/** One component of two captures; empty lists where neither has it. */
export interface Comparison {
  readonly component: Component
  readonly before: ReadonlyArray<string>
  readonly after: ReadonlyArray<string>
}

const one = (value: string | number | null): ReadonlyArray<string> => (value === null ? [] : [`${value}`])

/** How the values of each component are found; placeholders have been left out. */
const VALUES: Record<Component, (summary: HardwareSummary) => ReadonlyArray<string>> = {
  tpmKey: (summary) => one(summary.ekDigest),
  smbiosUuid: (summary) => one(real("uuid", summary.uuid)?.toLowerCase() ?? null),
  system: (summary) => one(systemIdentity(summary)?.join(" | ") ?? null),
  productKeyId: (summary) => one(real("productKeyId", summary.productKeyId)),
  systemDisk: (summary) => one(systemDiskSerial(summary)),
  networkAdapters: permanentMacs,
  processor: (summary) => one(real("text", summary.processor)),
  otherDisks: (summary) => diskSerials(summary).filter((serial) => serial !== systemDiskSerial(summary)),
  sku: (summary) => one(real("text", summary.sku)),
  family: (summary) => one(real("text", summary.family)),
  memory: (summary) => one(summary.memoryGiB === null ? null : `${summary.memoryGiB} GiB`),
  videoAdapters: (summary) => summary.videoAdapters.map(normalise).toSorted(),
  tpmVersion: (summary) => one(summary.tpmVersion),
  osBuild: (summary) => one(summary.osBuild),
}

/** Puts one component of two captures side by side. */
export const compare = (
  component: Component,
  before: HardwareSummary,
  after: HardwareSummary,
): Comparison => ({
  component,
  before: VALUES[component](before),
  after: VALUES[component](after),
})

/** How the two sides stand to each other; undefined where neither has the component. */
export const relationOf = ({ before, after }: Comparison): Relation | undefined => {
  if (before.length === 0) return after.length === 0 ? undefined : "gained"
  if (after.length === 0) return "lost"
  const common = before.filter((value) => after.includes(value)).length
  if (common === 0) return "differs"
  return common === before.length && common === after.length ? "equal" : "partly"
}
