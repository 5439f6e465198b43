import { type Handlers, personalValue, type SqlValue, type Write, write } from "#projections/runtime"
import { managedTable, progressTable } from "./tables.ts"

/** The attempt an event belongs to. */
interface OfAttempt {
  readonly id: string
  readonly data: { readonly attempt: number }
}

/** Changes an attempt where it is on its way and where it is in the list. */
const both = (
  { data: { attempt }, id }: OfAttempt,
  changes: string,
  ...parameters: ReadonlyArray<SqlValue>
): ReadonlyArray<Write> =>
  ["managed_progress", "managed_devices"].map((table) =>
    write(`UPDATE {${table}} SET ${changes} WHERE deviceId = ? AND attempt = ?`, ...parameters, id, attempt),
  )

const page = (event: OfAttempt, state: string) => both(event, "enrollmentStatusPageState = ?", state)

const failed = (event: OfAttempt) => page(event, "failure")

const synced = ({ data, id, recordedAt }: OfAttempt & { readonly recordedAt: string }) =>
  managedTable.change({ deviceId: id, attempt: data.attempt }, { lastSyncDateTime: recordedAt })

/** What becomes of a device on its way and in the list: the result of the Enrollment Status Page, and its removal. */
export const outcome: Handlers = {
  EspPhaseStarted: (event) => [...page(event, "inProgress"), synced(event)],
  EspItemReported: (event) => [synced(event)],
  EspFailed: failed,
  EspTimedOut: failed,
  RetryChosen: (event) => both(event, "enrollmentStatusPageState = 'inProgress', retries = retries + 1"),
  DeploymentFailed: failed,
  DeploymentSucceeded: (event) =>
    both(
      event,
      `enrollmentStatusPageState = CASE WHEN ?1 = 'success' AND retries > 0 THEN 'successOnRetry' ELSE ?1 END`,
      event.data.outcome,
    ),
  // Whoever resets a device from afar takes it away from its user; who signs in first after that owns it.
  AutopilotResetStarted: ({ data, id }) =>
    data.primaryUser === "removed"
      ? [
          managedTable.change(
            { deviceId: id },
            { userId: null, userPrincipalName: null, userDisplayName: null },
          ),
        ]
      : [],
  AutopilotResetCompleted: (event) => {
    const { userId } = event.data
    if (userId === null) return []
    const userPrincipalName = personalValue(event, userId, "userPrincipalName")
    return [managedTable.change({ deviceId: event.id, userId: null }, { userId, userPrincipalName })]
  },
  IntuneRecordRemoved: ({ id }) => [
    managedTable.remove({ deviceId: id }),
    progressTable.change({ deviceId: id }, { managedDeviceId: null }),
  ],
}
