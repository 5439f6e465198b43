import type { EspCategory, EspItemState, EspPhase, RebootRequired, Scenario } from "#domain/deployment"
import type { Donor, HardwareSummary, VerdictKind } from "#domain/hardware"
import type { Authorization } from "#domain/partner"
import type { MachineRef, ProfileCatalogue } from "#domain/profile"
import type { DeregistrationWay } from "./deregistration.ts"
import type { ConvertedBy, DeviceFactOf, Identifier, KnownBefore, RegistrationMethod } from "./events.ts"
import type { PageOffer } from "./page-choice.ts"
import type { RemediationHandling } from "./remediation.ts"

/** What may be asked of a device stream. Names of people never reach a decision: `userId` is a subject id. */
export type DeviceCommand =
  | {
      readonly type: "Register"
      readonly tenantId: string
      readonly method: RegistrationMethod
      readonly hardware: HardwareSummary
      readonly groupTag: string | null
      readonly orderId: string | null
      readonly purchaseOrder: string | null
      readonly productKey: string | null
      readonly authorization: Authorization | null
      readonly import: { readonly importId: string; readonly line: number } | null
      readonly identifiedBy?: Identifier
      readonly known?: KnownBefore
      readonly convertedBy?: ConvertedBy
      readonly lifecycle: MachineRef
      readonly claims: ReadonlyArray<string>
      readonly donors?: ReadonlyArray<Donor>
      readonly assignedUser: string | null
    }
  | { readonly type: "VoidRegistration"; readonly life: number; readonly reason: string }
  | ({ readonly type: "RequireRemediation" } & DeviceFactOf<"RemediationRequired">["data"] & {
        readonly handling: RemediationHandling
      })
  /** The device is what was registered again. */
  | { readonly type: "ResolveRemediation"; readonly how: string }
  /** Takes a new hash for the device's; its claims are those of the new hash. */
  | {
      readonly type: "Rehash"
      readonly hardware: HardwareSummary
      readonly claims: ReadonlyArray<string>
      readonly donors: ReadonlyArray<Donor>
      /** How a change that waits to be put right is: it becomes part of the history. */
      readonly how: string
    }
  /** Takes an identity away from a rehash that was never finished. */
  | { readonly type: "VoidRehash"; readonly claim: string; readonly reason: string }
  | { readonly type: "ChangeGroupTag"; readonly groupTag: string | null }
  | {
      readonly type: "ChangeOrder"
      readonly orderId: string | null
      readonly purchaseOrder: string | null
    }
  | { readonly type: "AssignUser"; readonly userId: string }
  | { readonly type: "UnassignUser" }
  | { readonly type: "NameDevice"; readonly name: string | null }
  | { readonly type: "AddToGroup"; readonly groupId: string; readonly name: string }
  | { readonly type: "RemoveFromGroup"; readonly groupId: string; readonly name: string }
  | { readonly type: "AssignProfile"; readonly catalogue: ProfileCatalogue }
  | {
      readonly type: "StartDeregistration"
      readonly way: DeregistrationWay
      readonly reason: string
      readonly authorization: Authorization | null
    }
  /** Takes the next step of a deregistration that was begun. */
  | { readonly type: "ContinueDeregistration"; readonly entraDeviceId: string }
  | {
      readonly type: "RemoveIntuneRecord"
      readonly act: "delete" | "retire" | "wipe"
      readonly reason: string
    }
  | { readonly type: "AllowNextEnrollment"; readonly reason: string }
  | {
      readonly type: "StartDeployment"
      readonly scenario: Scenario
      readonly profile: MachineRef | null
      readonly offline?: { readonly correlationId: string; readonly applied: boolean }
      readonly fingerprint: string
      readonly osBuild: string | null
      readonly verdict: VerdictKind
      readonly score: number
    }
  | { readonly type: "StartAutopilotReset"; readonly how: "remote" | "local" }
  /** `code` is what went wrong, null when the device is ready; `userId` is who signed in first after it. */
  | { readonly type: "ReportAutopilotReset"; readonly code: string | null; readonly userId: string | null }
  /** Begins a deployment of a device that is not registered, by the file on its disk. */
  | {
      readonly type: "StartOfflineDeployment"
      readonly tenantId: string
      readonly correlationId: string
      readonly hardware: HardwareSummary
      readonly scenario: Scenario
      readonly profile: MachineRef
    }
  | AttemptCommand
  /** Takes nothing but the deadlines that are due. */
  | { readonly type: "ElapseDeadlines" }

/** A step that another service refused the device: its code as `0x801C0003`, and what it means. */
export interface RefusedStep {
  readonly code: string
  readonly reason: string
}

/** A report of a device, or a choice of the person before it, within a running attempt. */
export type AttemptCommand = { readonly attempt: number } & (
  | { readonly type: "ReportNetwork"; readonly medium: DeviceFactOf<"NetworkConnected">["data"]["medium"] }
  | { readonly type: "AnswerOobe"; readonly answers: { readonly [question: string]: string } }
  | {
      readonly type: "SignIn"
      readonly userId: string
      /** What the directory of the device's tenant knows of the user. */
      readonly directory:
        | { readonly known: false; readonly domainKnown: boolean }
        | { readonly known: true; readonly licences: ReadonlyArray<string>; readonly revision: number }
    }
  | { readonly type: "AnswerTerms"; readonly accepted: boolean }
  /** `code` is what the device says went wrong, null when its TPM was attested. */
  | { readonly type: "Attest"; readonly code: string | null }
  /** `refused` is what the directory answered the device, null when it joined. */
  | {
      readonly type: "Join"
      readonly entraDeviceId: string
      readonly refused: RefusedStep | null
      /** What the user has of what the tenant allows; null where nobody signs in. */
      readonly quota: { readonly devices: number; readonly limit: number } | null
    }
  | { readonly type: "ReportDomainJoin"; readonly state: "waiting" | "processed" | "timedOut" }
  | { readonly type: "CheckDomainController"; readonly reached: boolean }
  | {
      readonly type: "Enrol"
      readonly managedDeviceId: string
      readonly generatedName: string
      readonly refused: RefusedStep | null
      /** What the page of the attempt is chosen from; without it the section of its profile counts. */
      readonly pages?: PageOffer
    }
  | {
      readonly type: "StartEspPhase"
      readonly phase: EspPhase
      /** What is targeted at the device (or user) in this phase. */
      readonly targeted: ReadonlyArray<{ readonly category: EspCategory; readonly item: string }>
    }
  | {
      readonly type: "ReportEspItem"
      readonly phase: EspPhase
      readonly category: EspCategory
      readonly item: string
      readonly state: EspItemState
      readonly code: string | null
      readonly rebootRequired?: RebootRequired
    }
  /** `item` is what asked for the restart, null where nobody did. */
  | { readonly type: "ReportRestart"; readonly item: string | null }
  | { readonly type: "ChooseRetry" }
  | { readonly type: "ChooseContinue" }
  | { readonly type: "CollectLogs" }
  | { readonly type: "Reseal" }
  | { readonly type: "ChooseReset" }
  | { readonly type: "SendSignal"; readonly name: string }
)
