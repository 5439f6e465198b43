import { Effect } from "effect"
import {
  type AttemptCommand,
  type DeviceState,
  entraDeviceIdOf,
  type RefusedStep,
  type ResetCommand,
} from "#domain/device"
import { streamName } from "#domain/kernel"
import { Keys, Knowledge } from "#workflows/ports"
import { stateOf } from "../execution/execute.ts"
import type { Personalise } from "../execution/execute-device.ts"
import { tenantKind } from "../execution/stream-kinds.ts"
import { lookUp, subjectOf } from "../organisation/people.ts"
import { validUpn } from "../organisation/tenants.ts"
import { deviceName, templateOf } from "./device-name.ts"
import { managedDeviceIdOf } from "./discover.ts"
import { frozenSettings } from "./frozen-settings.ts"
import { pageOffer } from "./page-offer.ts"
import type { Report, Reporting } from "./report.ts"

/** What the user who signed in has of what the tenant allows; null where nobody signs in. */
const deviceQuota = Effect.fnUntraced(function* ({ attempt, tenantId }: DeviceState, deviceId: string) {
  if (attempt?.signedIn == null || tenantId === null) return null
  const { deviceLimit: limit } = (yield* stateOf(tenantKind, streamName("tenant", tenantId))).state
  if (limit === null) return null
  const devices = yield* (yield* Knowledge).devicesOf(tenantId, attempt.signedIn.userId, deviceId)
  return { devices, limit }
})

/** A command on the device, and how names are sealed in its events. */
export interface Prepared {
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

/** The command that a report comes to, with what it takes from the directory, the tenant and the frozen profile. */
export const prepareReport = Effect.fnUntraced(function* (
  report: Report,
  reporting: Reporting,
  device: DeviceState,
) {
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
