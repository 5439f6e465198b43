import type { ListEntries } from "#adapters/as-of"
import type { DeviceAt } from "#workflows/audit"
import type { Field } from "./fields.ts"
import { machineName } from "./machine-name.ts"
import { moment } from "./moment.ts"
import { remediationSays } from "./remediation.ts"

type Attempt = NonNullable<DeviceAt["attempt"]>
type Registration = NonNullable<DeviceAt["registration"]>

const personOf = (person: { readonly userPrincipalName: string | null } | null): string | null =>
  person === null ? null : (person.userPrincipalName ?? "somebody who was erased")

const isToGet = ({ profile }: Registration): string =>
  profile === null ? "no profile" : `profile ${profile.name} v${profile.version}`

const registrationFields = (registration: Registration, hasEnded: boolean): ReadonlyArray<Field> => [
  ["Serial number", registration.hardware.serialNumber],
  ["Machine", machineName(registration.hardware)],
  ["Registered", `${moment(registration.registeredAt)} (${registration.method}, life ${registration.life})`],
  ["Group tag", registration.groupTag],
  ["Name", registration.name],
  ["Meant for", personOf(registration.assignedUser)],
  [
    hasEnded ? "Left" : "Leaving",
    registration.deregistration === null
      ? null
      : `${registration.deregistration.way}: ${registration.deregistration.reason}`,
  ],
  ["Intune record", registration.managedDeviceId],
  [
    "Next enrolment",
    registration.enrolmentUsed ? "blocked: it enrolled by its TPM, see flightlog unblock" : null,
  ],
  [
    "Hardware",
    registration.remediation === null
      ? null
      : `${remediationSays(registration.remediation.handling)}: ${registration.remediation.reason}`,
  ],
  ["Is to get", hasEnded ? null : isToGet(registration)],
]

const unregisteredFields = ({
  correlationId,
  hardware,
  managedDeviceId,
}: NonNullable<DeviceAt["unregistered"]>): ReadonlyArray<Field> => [
  ["Serial number", hardware.serialNumber],
  ["Machine", machineName(hardware)],
  ["File on its disk", correlationId],
  ["Intune record", managedDeviceId],
]

const steps = (attempt: Attempt): string => {
  const done = [
    attempt.network ? "network" : null,
    attempt.answered ? "questions" : null,
    attempt.signedIn === null ? null : "sign-in",
    attempt.joined ? "join" : null,
    attempt.enrolled ? "enrolment" : null,
    attempt.desktopReleased ? "desktop" : null,
  ].filter((step) => step !== null)
  return done.length === 0 ? "none yet" : done.join(", ")
}

const phaseOf = ({ completedAt, items, phase }: Attempt["phases"][number]): string => {
  const count = (state: string) => items.filter((item) => item.state === state).length
  const failed = items.filter(({ state }) => state === "failed").map(({ item }) => item)
  const open = items.filter(({ state }) => state === "inProgress").map(({ item }) => item)
  return [
    `${phase}: ${completedAt === null ? "open" : "complete"}, ${count("completed")} of ${items.length} items there`,
    failed.length === 0 ? "" : `failed: ${failed.join(", ")}`,
    open.length === 0 ? "" : `in progress: ${open.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ")
}

const attemptFields = (attempt: Attempt): ReadonlyArray<Field> => [
  [
    "Attempt",
    `${attempt.number}, since ${moment(attempt.startedAt)}, profile ${attempt.profile.name} v${attempt.profile.version}`,
  ],
  ["Done", steps(attempt)],
  [
    "Signed in",
    attempt.signedIn === null
      ? null
      : `${personOf(attempt.signedIn.user)}, ${attempt.signedIn.licensed ? "licensed" : "not licensed"}`,
  ],
  ["Setup page", attempt.phases.map(phaseOf)],
  ["Retries", attempt.retries === 0 ? null : String(attempt.retries)],
  [
    "Failure",
    attempt.failure === null ? null : [attempt.failure.what, attempt.failure.code].filter(Boolean).join(" "),
  ],
  ["Ended", attempt.ended === null ? null : `${attempt.ended.outcome}, ${moment(attempt.ended.at)}`],
]

/** A state without the name of its machine, which goes without saying. */
const stateName = (state: string): string => state.replace(/^(attempt|lifecycle)\./, "")

const waitingFields = ({ waiting }: DeviceAt): ReadonlyArray<Field> => [
  ["Lifecycle is at", waiting.lifecycle === null ? null : stateName(waiting.lifecycle.state)],
  ["Attempt is at", waiting.attempt === null ? null : stateName(waiting.attempt.state)],
  ["Takes now", waiting.attempt === null ? null : waiting.attempt.takes.join(", ") || null],
  [
    "Changes by itself",
    waiting.deadlines.map(
      ({ dueAt, reason, state }) =>
        `${moment(dueAt)}, in ${stateName(state)}${reason === null ? "" : `: ${reason}`}`,
    ),
  ],
]

/** What the two lists said of the device then. */
const listFields = ({
  managedDevice,
  windowsAutopilotDeviceIdentity: identity,
}: ListEntries): ReadonlyArray<Field> => [
  ["Autopilot list", identity === null ? "not in it" : `in it: ${identity.enrollmentState}`],
  [
    "Intune list",
    managedDevice === null
      ? "not in it"
      : `in it as ${managedDevice.deviceName}, enrolled ${moment(managedDevice.enrolledDateTime)}`,
  ],
]

/** A device for people, as it was at a moment. */
export const deviceFields = (device: DeviceAt, lists: ListEntries): ReadonlyArray<Field> => [
  ["Device", device.deviceId],
  [
    "As of",
    `${moment(device.asOf.recordedAt)}, event ${device.asOf.revision} (${device.asOf.type}), position ${device.asOf.position}`,
  ],
  ["Status", device.status],
  ...(device.registration === null
    ? []
    : registrationFields(device.registration, device.status === "deregistered")),
  ...(device.unregistered === null ? [] : unregisteredFields(device.unregistered)),
  ...(device.attempt === null ? [] : attemptFields(device.attempt)),
  ...listFields(lists),
  ...waitingFields(device),
]
