import type { EspCategory, EspItemState, EspPhase, RebootRequired } from "#domain/deployment"
import type { RefusedStep } from "#domain/device"

/** What a device, or the person before it, reports within an attempt. */
export type Report =
  | { readonly report: "network"; readonly medium: "ethernet" | "wifi" | "cellular" }
  | { readonly report: "answers"; readonly answers: { readonly [question: string]: string } }
  | { readonly report: "sign-in"; readonly userPrincipalName: string }
  /** `code` is what went wrong; without one the TPM was attested. */
  | { readonly report: "attestation"; readonly code?: string }
  /** `refused` is what the directory or Intune answered the device; without it the step was done. */
  | { readonly report: "join"; readonly refused?: RefusedStep }
  | { readonly report: "domain-join"; readonly state: "waiting" | "processed" | "timedOut" }
  | { readonly report: "domain-controller"; readonly reached: boolean }
  | { readonly report: "enrol"; readonly refused?: RefusedStep }
  | { readonly report: "reseal" }
  /** The terms of use of the device management were accepted, or not. */
  | { readonly report: "terms"; readonly accepted: boolean }
  /** How a Windows Autopilot Reset went on: begun at the device, or ended; `code` is what went wrong. */
  | {
      readonly report: "autopilot-reset"
      readonly state: "started" | "completed" | "failed"
      readonly code?: string
      /** Who signed in first after it. */
      readonly userPrincipalName?: string
    }
  /** `item` is what asked for the restart. */
  | { readonly report: "restart"; readonly item?: string }
  | {
      readonly report: "esp-phase"
      readonly phase: EspPhase
      readonly targeted: ReadonlyArray<{ readonly category: EspCategory; readonly item: string }>
    }
  | {
      readonly report: "esp-item"
      readonly phase: EspPhase
      readonly category: EspCategory
      readonly item: string
      readonly state: EspItemState
      readonly code: string | null
      /** The restart that an installed app still asks for. */
      readonly rebootRequired?: RebootRequired
    }
  | { readonly report: "retry" }
  | { readonly report: "continue" }
  | { readonly report: "collect-logs" }
  | { readonly report: "reset" }

/** The device and attempt that a report belongs to: what the device's token says. */
export interface Reporting {
  readonly deviceId: string
  readonly tenantId: string
  readonly attempt: number
}
