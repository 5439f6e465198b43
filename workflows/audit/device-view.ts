import { Schema } from "effect"
import { ESP_PHASES, EspCategory, EspItemState, EspPhase } from "#domain/deployment"
import {
  type AttemptState,
  type DeviceState,
  type PhaseState,
  type Registration,
  RegistrationMethod,
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
  remediation: Text,
  managedDeviceId: Text,
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
    }),
  ),
})

/** A deployment attempt at one moment. */
export const AttemptView = Schema.Struct({
  number: Schema.Int,
  scenario: Schema.String,
  startedAt: Timestamp,
  /** The profile that the attempt was given, frozen for all of it. */
  profile: MachineRef,
  network: Schema.Boolean,
  answered: Schema.Boolean,
  signedIn: Schema.NullOr(Schema.Struct({ user: Person, licensed: Schema.Boolean })),
  signInRefusals: Schema.Int,
  joined: Schema.Boolean,
  enrolled: Schema.Boolean,
  phases: Schema.Array(PhaseView),
  retries: Schema.Int,
  continued: Schema.Boolean,
  desktopReleased: Schema.Boolean,
  failure: Schema.NullOr(Schema.Struct({ what: Schema.String, phase: Schema.NullOr(EspPhase), code: Text })),
  ended: Schema.NullOr(Schema.Struct({ outcome: Outcome, at: Timestamp })),
}).annotate({ identifier: "AttemptView" })
export type AttemptView = typeof AttemptView.Type

type Names = ReadonlyMap<string, string>

const person = (id: string, names: Names): Person => ({ id, userPrincipalName: names.get(id) ?? null })

/** What of a registration is shown. */
export const registrationView = (
  { assignedUser, claims: _claims, catalogue: _catalogue, lifecycle: _lifecycle, ...rest }: Registration,
  names: Names,
): RegistrationView => ({
  ...rest,
  assignedUser: assignedUser === null ? null : person(assignedUser, names),
})

const phaseView = (phase: EspPhase, state: PhaseState): typeof PhaseView.Type => ({
  phase,
  startedAt: state.startedAt,
  completedAt: state.completedAt,
  items: Object.values(state.items),
})

/** What of an attempt is shown. */
export const attemptView = (attempt: AttemptState, names: Names): AttemptView => {
  const { phases, signedIn, ...rest } = attempt
  return {
    ...rest,
    signedIn:
      signedIn === null ? null : { user: person(signedIn.userId, names), licensed: signedIn.licensed },
    phases: ESP_PHASES.flatMap((phase) => {
      const state = phases[phase]
      return state === undefined ? [] : [phaseView(phase, state)]
    }),
  }
}

/** The profile that holds for a device: that of its present attempt, else the one it is to have. */
export const effectiveProfile = ({ attempt, registration }: DeviceState): MachineRef | null =>
  attempt !== null && attempt.ended === null ? attempt.profile : (registration?.profile ?? null)
