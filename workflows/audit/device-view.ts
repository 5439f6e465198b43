import { Schema } from "effect"
import { ESP_PHASES, EspCategory, EspItemState, EspPhase, RebootRequired, Scenario } from "#domain/deployment"
import {
  type AttemptState,
  DeregistrationWay,
  type DeviceState,
  type PhaseState,
  type Registration,
  RegistrationMethod,
  RemediationHandling,
} from "#domain/device"
import { HardwareSummary } from "#domain/hardware"
import { Timestamp } from "#domain/kernel"
import { MachineRef, Outcome } from "#domain/profile"

const Text = Schema.NullOr(Schema.String)
const Moment = Schema.NullOr(Timestamp)

/** A person by subject id; `userPrincipalName` is null when the person was erased. */
const Person = Schema.Struct({ id: Schema.String, userPrincipalName: Text })
type Person = typeof Person.Type

/** A registration at one moment. */
export const RegistrationView = Schema.Struct({
  /** Counts the registrations of this device, from 1. */
  life: Schema.Int,
  method: RegistrationMethod,
  registeredAt: Timestamp,
  groupTag: Text,
  orderId: Text,
  purchaseOrder: Text,
  productKey: Text,
  name: Text,
  assignedUser: Schema.NullOr(Person),
  /** The profile that the device is to have. */
  profile: Schema.NullOr(MachineRef),
  /** A change of its hardware that waits to be put right, and who does it. */
  remediation: Schema.NullOr(Schema.Struct({ reason: Schema.String, handling: RemediationHandling })),
  /** The device has enrolled by its own TPM, and may not do so again until that is allowed. */
  enrolmentUsed: Schema.Boolean,
  managedDeviceId: Text,
  /** How the registration is about to end, once somebody asked for it; its steps are in the history. */
  deregistration: Schema.NullOr(Schema.Struct({ way: DeregistrationWay, reason: Schema.String })),
  hardware: HardwareSummary,
}).annotate({ identifier: "RegistrationView" })
export type RegistrationView = typeof RegistrationView.Type

const PhaseView = Schema.Struct({
  phase: EspPhase,
  startedAt: Timestamp,
  completedAt: Moment,
  items: Schema.Array(
    Schema.Struct({
      category: EspCategory,
      item: Schema.String,
      blocking: Schema.Boolean,
      state: EspItemState,
      code: Text,
      /** Since when it is being installed, or when that began. */
      begunAt: Moment,
      /** The restart that it waits for, where it is installed but for that. */
      rebootRequired: Schema.NullOr(RebootRequired),
    }),
  ),
})

/** A deployment attempt at one moment. */
export const AttemptView = Schema.Struct({
  number: Schema.Int,
  scenario: Scenario,
  startedAt: Timestamp,
  /** The profile that the attempt was given, frozen for all of it. */
  profile: MachineRef,
  network: Schema.Boolean,
  answered: Schema.Boolean,
  signedIn: Schema.NullOr(Schema.Struct({ user: Person, licensed: Schema.Boolean })),
  signInRefusals: Schema.Int,
  /** The device restarted since the sign-in: the user has to sign in again. */
  credentialsLost: Schema.Boolean,
  /** The TPM has proved what device this is. */
  attested: Schema.Boolean,
  joined: Schema.Boolean,
  enrolled: Schema.Boolean,
  /** When a technician handed the device over. */
  resealedAt: Moment,
  phases: Schema.Array(PhaseView),
  retries: Schema.Int,
  continued: Schema.Boolean,
  desktopReleased: Schema.Boolean,
  failure: Schema.NullOr(
    Schema.Struct({
      what: Schema.String,
      phase: Schema.NullOr(EspPhase),
      code: Text,
      item: Schema.NullOr(Schema.Struct({ category: EspCategory, item: Schema.String })),
    }),
  ),
  ended: Schema.NullOr(Schema.Struct({ outcome: Outcome, at: Timestamp })),
}).annotate({ identifier: "AttemptView" })
export type AttemptView = typeof AttemptView.Type

type Names = ReadonlyMap<string, string>

const person = (id: string, names: Names): Person => ({ id, userPrincipalName: names.get(id) ?? null })

/** What of a registration is shown. */
export const registrationView = (registration: Registration, names: Names): RegistrationView => ({
  life: registration.life,
  method: registration.method,
  registeredAt: registration.registeredAt,
  groupTag: registration.groupTag,
  orderId: registration.orderId,
  purchaseOrder: registration.purchaseOrder,
  productKey: registration.productKey,
  name: registration.name,
  assignedUser: registration.assignedUser === null ? null : person(registration.assignedUser, names),
  profile: registration.profile,
  remediation:
    registration.remediation === null
      ? null
      : { reason: registration.remediation.reason, handling: registration.remediation.handling },
  enrolmentUsed: registration.enrolmentUsed,
  managedDeviceId: registration.managedDeviceId,
  deregistration:
    registration.deregistration === null
      ? null
      : { way: registration.deregistration.way, reason: registration.deregistration.reason },
  hardware: registration.hardware,
})

const phaseView = (phase: EspPhase, state: PhaseState): typeof PhaseView.Type => ({
  phase,
  startedAt: state.startedAt,
  completedAt: state.completedAt,
  items: Object.values(state.items),
})

/** What of an attempt is shown. */
export const attemptView = (attempt: AttemptState, names: Names): AttemptView => ({
  number: attempt.number,
  scenario: attempt.scenario,
  startedAt: attempt.startedAt,
  profile: attempt.profile,
  network: attempt.network,
  answered: attempt.answered,
  signedIn:
    attempt.signedIn === null
      ? null
      : { user: person(attempt.signedIn.userId, names), licensed: attempt.signedIn.licensed },
  signInRefusals: attempt.signInRefusals,
  credentialsLost: attempt.credentialsLost,
  attested: attempt.attested,
  joined: attempt.joined,
  enrolled: attempt.enrolled,
  resealedAt: attempt.resealedAt,
  phases: ESP_PHASES.flatMap((phase) => {
    const state = attempt.phases[phase]
    return state === undefined ? [] : [phaseView(phase, state)]
  }),
  retries: attempt.retries,
  continued: attempt.continued,
  desktopReleased: attempt.desktopReleased,
  failure: attempt.failure,
  ended: attempt.ended,
})

/** The profile that holds for a device: that of its present attempt, else the one it is to have. */
export const effectiveProfile = ({ attempt, registration }: DeviceState): MachineRef | null =>
  attempt !== null && attempt.ended === null ? attempt.profile : (registration?.profile ?? null)
