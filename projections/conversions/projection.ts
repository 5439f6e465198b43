import { type ProjectedEvent, projection, table, write } from "#projections/runtime"

/** One row a device that enrolled without being registered, and how far its conversion came. */
export const conversionTable = table(
  "conversions",
  {
    enrolmentId: "text",
    tenantId: "text",
    managedDeviceId: "text",
    deviceName: "text",
    ownership: "text",
    manufacturer: "text",
    model: "text",
    serialNumber: "text",
    /** `enrolled` until a profile that converts concerns it. */
    state: "text",
    /** Since when it is in that state. */
    since: "text",
    /** Until when its hash is waited for. */
    until: "text?",
    profile: "text?",
    profileVersion: "integer?",
    /** Why it is in that state, in words. */
    reason: "text?",
    /** The registration that it became. */
    deviceId: "text?",
  },
  ["enrolmentId"],
  [["tenantId", "enrolmentId"]],
)

type OfEnrolment = Pick<ProjectedEvent, "id" | "recordedAt">

type Row = Parameters<typeof conversionTable.put>[0]

const moved = ({ id, recordedAt }: OfEnrolment, state: string, changes: Partial<Row> = {}) => [
  conversionTable.change(
    { enrolmentId: id },
    { state, since: recordedAt, until: null, reason: null, ...changes },
  ),
]

const profileOf = ({ name, version }: { readonly name: string; readonly version: number }) => ({
  profile: name,
  profileVersion: version,
})

const SKIPPED = {
  personal: "personal devices are never registered",
  registered: "the machine is registered already",
} as const

/** A device that enrols once more after its record was removed. */
const again = (id: string) =>
  write(
    `UPDATE {conversions} SET state = iif(deviceId IS NULL, 'enrolled', 'registered'), reason = NULL
     WHERE enrolmentId = ? AND state = 'ended'`,
    id,
  )

/** The devices that are enrolled and not registered, and what became of those that a profile was to convert. */
export const conversions = projection({
  name: "conversions",
  version: 1,
  tables: [conversionTable],
  on: {
    DeviceEnrolledOrdinarily: (event) => {
      const { data, id, recordedAt, tenantId } = event
      const { number, osVersion: _osVersion, registeredAs: _registeredAs, userId: _userId, ...device } = data
      const first = {
        enrolmentId: id,
        tenantId,
        ...device,
        state: "enrolled",
        since: recordedAt,
        until: null,
        profile: null,
        profileVersion: null,
        reason: null,
        deviceId: null,
      }
      return number === 1
        ? [conversionTable.put(first)]
        : [conversionTable.change({ enrolmentId: id }, device), again(id)]
    },
    HashRequested: (event) =>
      moved(event, "asked", { until: event.data.until, ...profileOf(event.data.profile) }),
    ConversionSkipped: (event) =>
      moved(event, "skipped", { reason: SKIPPED[event.data.reason], ...profileOf(event.data.profile) }),
    HashRequestWithdrawn: (event) => moved(event, "withdrawn", { reason: event.data.reason }),
    HashRequestExpired: (event) => moved(event, "overdue", { reason: "the device did not answer in time" }),
    HashReported: (event) => moved(event, "reported"),
    DeviceConverted: (event) => moved(event, "registered", { deviceId: event.data.deviceId }),
    ConversionRefused: (event) => {
      const { number, reason } = event.data
      return moved(event, "refused", { reason: number === null ? reason : `${number}: ${reason}` })
    },
    OrdinaryEnrolmentEnded: (event) => moved(event, "ended", { reason: event.data.reason }),
  },
})
