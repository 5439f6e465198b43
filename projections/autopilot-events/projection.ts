import { projection } from "#projections/runtime"
import { esp } from "./esp.ts"
import { oobe, waits } from "./oobe.ts"
import { attemptTable, registeredTable } from "./tables.ts"

/**
 * The deployments report: one row an attempt, for ever. What an attempt was judged first stays beside what it came to
 * in the end, and a device that is deregistered or deployed again keeps the rows it has.
 */
export const autopilotEvents = projection({
  name: "autopilot-events",
  version: 5,
  tables: [attemptTable, registeredTable],
  on: { ...oobe, ...esp },
  applyAny: ({ id, metadata: { wakeAt }, stream }) =>
    wakeAt === undefined || !stream.startsWith("device-") ? [] : waits(id, wakeAt),
})
