import { ESP_PHASES } from "#domain/deployment"
import { deriveId } from "#domain/kernel"
import { type ProjectedEvent, type SqlValue, type Write, write } from "#projections/runtime"
import { attemptTable } from "./tables.ts"

type Column = keyof typeof attemptTable.columns

/** What the user's part begins with; everything else it has from the technician's. */
const fresh = ({
  data,
  id,
  position,
  recordedAt,
}: ProjectedEvent<"DeviceResealed">): { readonly [name in Column]?: SqlValue } => ({
  id: deriveId("autopilot event", id, `${data.attempt}`, "user"),
  part: "user",
  listed: position,
  startedAt: recordedAt,
  lastAt: recordedAt,
  lastEvent: "DeviceResealed",
  phase: "outOfBoxExperience",
  deploymentState: "inProgress",
  desktopAt: null,
  failureDetails: null,
  retries: 0,
  continued: 0,
  firstVerdict: null,
  firstVerdictAt: null,
  targetedAppCount: 0,
  targetedPolicyCount: 0,
  ...Object.fromEntries(
    ESP_PHASES.flatMap((phase) => [
      [`${phase}Status`, "notAttempted"],
      [`${phase}StartedAt`, null],
      [`${phase}EndedAt`, null],
    ]),
  ),
})

/**
 * A technician hands the device over: what was done so far ends here with its verdict, and stays in the report beside what
 * the user's part will come to. The phases run again there.
 */
export const handedOver = (event: ProjectedEvent<"DeviceResealed">): ReadonlyArray<Write> => {
  const values = new Map(Object.entries(fresh(event)))
  const columns = Object.keys(attemptTable.columns)
  const selected = columns.map((column) => (values.has(column) ? "?" : `"${column}"`)).join(", ")
  const given = columns.flatMap((column) => (values.has(column) ? [values.get(column) ?? null] : []))
  const verdict = "iif(retries > 0, 'successOnRetry', 'success')"
  const { data, id, recordedAt } = event
  const where = "deviceId = ? AND attempt = ? AND resealedAt IS NULL"
  return [
    write(
      `INSERT OR REPLACE INTO {autopilot_events} (${columns.map((column) => `"${column}"`).join(", ")})
       SELECT ${selected} FROM {autopilot_events} WHERE ${where}`,
      ...given,
      id,
      data.attempt,
    ),
    write(
      `UPDATE {autopilot_events}
       SET resealedAt = ?1, endedAt = ?1, lastAt = ?1, lastEvent = 'DeviceResealed', phase = 'ended',
         finalVerdict = ${verdict}, deploymentState = ${verdict}, firstVerdict = coalesce(firstVerdict, ${verdict}),
         firstVerdictAt = coalesce(firstVerdictAt, ?1), waitingState = NULL, waitingUntil = NULL
       WHERE deviceId = ?2 AND attempt = ?3 AND part <> 'user' AND resealedAt IS NULL`,
      recordedAt,
      id,
      data.attempt,
    ),
  ]
}
