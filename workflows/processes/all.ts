import { assignment } from "./assignment.ts"
import { conversion } from "./conversion.ts"
import { deregistration } from "./deregistration.ts"
import { erasure } from "./erasure.ts"
import { imports } from "./imports.ts"
import type { Process } from "./process.ts"
import { remediation } from "./remediation.ts"

/** Everything that follows by itself while a service is up; the deadlines run beside it. */
export const allProcesses: ReadonlyArray<Process> = [
  assignment,
  conversion,
  deregistration,
  erasure,
  imports,
  remediation,
]
