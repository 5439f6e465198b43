import type { EspCategory, EspItemState, EspPhase, RebootRequired, Scenario } from "#domain/deployment"
import type { HardwareSummary } from "#domain/hardware"
import type { Timestamp } from "#domain/kernel"
import type { EnrollmentStatus, MachineRef, Outcome } from "#domain/profile"
import type { Deregistration } from "./deregistration.ts"
import type { DeviceFactOf, RegistrationMethod } from "./events.ts"
import type { Remediation } from "./remediation.ts"

/** One item of the Enrollment Status Page as last reported. */
export interface ItemState {
  readonly category: EspCategory
  readonly item: string
  readonly blocking: boolean
  readonly state: EspItemState
  readonly code: string | null
  /** Since when it is in progress, null before. */
  readonly begunAt: Timestamp | null
  /** The restart that it still waits for, null where there is none. */
  readonly rebootRequired: RebootRequired | null
}

/** One phase of the Enrollment Status Page, once it is known what it tracks. */
export interface PhaseState {
  readonly startedAt: Timestamp
  readonly completedAt: Timestamp | null
  /** By `category/item`. */
  readonly items: { readonly [key: string]: ItemState }
}

/** What went wrong last in an attempt. */
export interface Failure {
  readonly what: string
  readonly phase: EspPhase | null
  readonly code: string | null
  /** The item of the page that failed, where it was one. */
  readonly item: { readonly category: EspCategory; readonly item: string } | null
}

/** One deployment attempt: from the moment a device was given its profile. */
export interface AttemptState {
  readonly number: number
  readonly scenario: Scenario
  readonly profile: MachineRef
  /** The page that was chosen, null before and where there was none to choose; both null inside for the profile's own section. */
  readonly page: { readonly ref: MachineRef | null; readonly status: EnrollmentStatus | null } | null
  readonly startedAt: Timestamp
  readonly network: boolean
  readonly answered: boolean
  readonly signedIn: { readonly userId: string; readonly licensed: boolean } | null
  /** Whom the device enrolled with, or who signed in first after that; null before. */
  readonly firstUser: string | null
  /** The device restarted since the sign-in, and has forgotten it. */
  readonly credentialsLost: boolean
  readonly signInRefusals: number
  /** The TPM has proved what device this is. */
  readonly attested: boolean
  /** How far the connector came with a hybrid join; null before it was asked. */
  readonly domainJoin: DeviceFactOf<"DomainJoinReported">["data"]["state"] | null
  /** A hybrid device saw a domain controller, or need not look for one. */
  readonly domainControllerPassed: boolean
  readonly joined: boolean
  readonly enrolled: boolean
  /** When the technician handed the device over; null before, and without a technician. */
  readonly resealedAt: Timestamp | null
  readonly phases: { readonly [phase in EspPhase]?: PhaseState }
  readonly retries: number
  readonly continued: boolean
  readonly desktopReleased: boolean
  readonly failure: Failure | null
  readonly ended: { readonly outcome: Outcome; readonly at: Timestamp } | null
}

/** A life of a registration, as far as it has come. */
export interface Registration {
  readonly life: number
  readonly method: RegistrationMethod
  readonly hardware: HardwareSummary
  readonly groupTag: string | null
  readonly orderId: string | null
  readonly purchaseOrder: string | null
  readonly productKey: string | null
  readonly lifecycle: MachineRef
  readonly claims: ReadonlyArray<string>
  readonly registeredAt: Timestamp
  readonly assignedUser: string | null
  readonly name: string | null
  /** The groups that it was added to, by their ids. */
  readonly groups: ReadonlyArray<string>
  /** The desired profile. */
  readonly profile: MachineRef | null
  /** Generation of the profile catalogue that the present assignment was decided on; 0 before the first. */
  readonly catalogue: number
  /** A change of its hardware that waits to be put right. */
  readonly remediation: Remediation | null
  /** The device has enrolled by its own TPM: it may not do so again until that is allowed. */
  readonly enrolmentUsed: boolean
  /** The Intune record that an enrolment made, until it is removed. */
  readonly managedDeviceId: string | null
  /** A Windows Autopilot Reset that was begun and has not ended. */
  readonly resetting: "remote" | "local" | null
  /** How the registration is about to end, once somebody asked for it. */
  readonly deregistration: Deregistration | null
}

/** A device that is deployed by the file on its disk. */
export interface Unregistered {
  readonly correlationId: string
  readonly hardware: HardwareSummary
  /** The Intune record that an enrolment made, until it is removed. */
  readonly managedDeviceId: string | null
}

/** The state of one device stream: the fold of its events. */
export interface DeviceState {
  readonly status: "absent" | "unregistered" | "registered" | "deregistered"
  readonly tenantId: string | null
  readonly lives: number
  /** The last life that was voided before it began; 0 if none was. */
  readonly voided: number
  readonly registration: Registration | null
  /** What a device without registration showed. */
  readonly unregistered: Unregistered | null
  /** Attempts are numbered through all lives. */
  readonly attempts: number
  readonly attempt: AttemptState | null
}

/** A stream without events. */
export const initialDevice: DeviceState = {
  status: "absent",
  tenantId: null,
  lives: 0,
  voided: 0,
  registration: null,
  unregistered: null,
  attempts: 0,
  attempt: null,
}

/** The number that the next registration in this stream would have. */
export const nextLife = ({ lives, voided }: DeviceState): number => Math.max(lives, voided) + 1
