import { Effect } from "effect"
import type { EspCategory, EspItemState, EspPhase, RebootRequired } from "#domain/deployment"
import {
  type AttemptCommand,
  type DeviceState,
  entraDeviceIdOf,
  notRegistered,
  type RefusedStep,
  type ResetCommand,
} from "#domain/device"
import { streamName } from "#domain/kernel"
import { Keys, Knowledge } from "#workflows/ports"
import { type Caller, originOf } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { stateOf } from "../execution/execute.ts"
import { executeDevice, type Personalise } from "../execution/execute-device.ts"
import { tenantKind } from "../execution/stream-kinds.ts"
import { lookUp, subjectOf } from "../organisation/people.ts"
import { validUpn } from "../organisation/tenants.ts"
import { deviceName, templateOf } from "./device-name.ts"
import { managedDeviceIdOf } from "./discover.ts"
import { frozenSettings } from "./frozen-settings.ts"
import { pageOffer } from "./page-offer.ts"

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

/** What the user who signed in has of what the tenant allows; null where nobody signs in. */
const deviceQuota = Effect.fnUntraced(function* ({ attempt, tenantId }: DeviceState, deviceId: string) {
  if (attempt?.signedIn == null || tenantId === null) return null
  const { deviceLimit: limit } = (yield* stateOf(tenantKind, streamName("tenant", tenantId))).state
  if (limit === null) return null
  const devices = yield* (yield* Knowledge).devicesOf(tenantId, attempt.signedIn.userId, deviceId)
  return { devices, limit }
})

interface Prepared {
  readonly command: AttemptCommand | ResetCommand
  readonly personalise?: Personalise
}

/** E_FAIL: a device that does not say what went wrong. */
const UNSAID = "0x80004005"

const resetReport = Effect.fnUntraced(function* ({
  code = UNSAID,
  state,
  userPrincipalName,
}: Extract<Report, { readonly report: "autopilot-reset" }>) {
  if (state === "started")
    return { command: { type: "StartAutopilotReset", how: "local" } } satisfies Prepared
  if (state === "failed" || userPrincipalName === undefined)
    return {
      command: { type: "ReportAutopilotReset", code: state === "failed" ? code : null, userId: null },
    } satisfies Prepared
  const upn = yield* validUpn(userPrincipalName)
  const userId = subjectOf(yield* Keys, upn)
  const personal = [{ subject: userId, values: { userPrincipalName: upn } }]
  return {
    command: { type: "ReportAutopilotReset", code: null, userId },
    personalise: (fact) => (fact.type === "AutopilotResetCompleted" ? { ...fact, personal } : fact),
  } satisfies Prepared
})

const signIn = Effect.fnUntraced(function* (upn: string, { attempt, tenantId }: Reporting) {
  const userPrincipalName = yield* validUpn(upn)
  const { directory, userId } = yield* lookUp(tenantId, userPrincipalName)
  const personal = [{ subject: userId, values: { userPrincipalName } }]
  return {
    command: { type: "SignIn", attempt, userId, directory },
    personalise: (fact) =>
      fact.type === "UserSignedIn" || fact.type === "SignInRefused" ? { ...fact, personal } : fact,
  } satisfies Prepared
})

const enrol = Effect.fnUntraced(function* (
  device: DeviceState,
  { attempt, deviceId }: Reporting,
  refused: RefusedStep | null,
) {
  const settings = yield* frozenSettings(device)
  const generatedName = deviceName(templateOf(settings?.device), deviceId, device)
  const managedDeviceId = managedDeviceIdOf(deviceId, attempt)
  const pages = yield* pageOffer(device)
  return {
    command: { type: "Enrol", attempt, managedDeviceId, generatedName, refused, pages },
  } satisfies Prepared
})

const CHOICES = {
  retry: "ChooseRetry",
  continue: "ChooseContinue",
  "collect-logs": "CollectLogs",
  reset: "ChooseReset",
  reseal: "Reseal",
} as const

const only = (command: AttemptCommand): Prepared => ({ command })

const prepare = Effect.fnUntraced(function* (report: Report, reporting: Reporting, device: DeviceState) {
  const { attempt, deviceId } = reporting
  switch (report.report) {
    case "network":
      return only({ type: "ReportNetwork", attempt, medium: report.medium })
    case "answers":
      return only({ type: "AnswerOobe", attempt, answers: report.answers })
    case "sign-in":
      return yield* signIn(report.userPrincipalName, reporting)
    case "join": {
      const entraDeviceId = entraDeviceIdOf(deviceId, device.lives)
      const refused = report.refused ?? null
      const quota = yield* deviceQuota(device, deviceId)
      return only({ type: "Join", attempt, entraDeviceId, refused, quota })
    }
    case "enrol":
      return yield* enrol(device, reporting, report.refused ?? null)
    case "autopilot-reset":
      return yield* resetReport(report)
    case "terms":
      return only({ type: "AnswerTerms", attempt, accepted: report.accepted })
    case "restart":
      return only({ type: "ReportRestart", attempt, item: report.item ?? null })
    case "attestation":
      return only({ type: "Attest", attempt, code: report.code ?? null })
    case "domain-join":
      return only({ type: "ReportDomainJoin", attempt, state: report.state })
    case "domain-controller": {
      const { reached } = report
      return only({ type: "CheckDomainController", attempt, reached })
    }
    case "esp-phase": {
      const { phase, targeted } = report
      return only({ type: "StartEspPhase", attempt, phase, targeted })
    }
    case "esp-item": {
      const { report: _report, ...item } = report
      return only({ type: "ReportEspItem", attempt, ...item })
    }
    default:
      return only({ type: CHOICES[report.report], attempt })
  }
})

/**
 * Takes a report of a device within an attempt. What the world refused (a sign-in to the wrong tenant, an enrolment
 * without licence) is recorded as such; what cannot be true now is refused and leaves no trace.
 */
export const takeReport = Effect.fnUntraced(function* (
  report: Report,
  reporting: Reporting,
  caller: Omit<Caller, "tenantId" | "actor">,
) {
  const { deviceId, tenantId } = reporting
  const { device } = (yield* (yield* Devices).recall(deviceId)).process
  if (device.tenantId !== tenantId) return yield* notRegistered()
  const prepared: Prepared = yield* prepare(report, reporting, device)
  const actor = { kind: "device", id: deviceId } as const
  const origin = originOf(yield* Keys, { ...caller, actor, tenantId }, report.report, {
    ...reporting,
    ...report,
  })
  return yield* executeDevice({ deviceId, ...prepared }, origin)
})
