import { Duration, Effect, Result } from "effect"
import type { HashError } from "#domain/hardware"
import type { Report } from "#workflows/commands"
import { DeviceApi, type DeviceRefused, type ServedProfile, type ServiceFailed } from "./device-api.ts"
import type { PlanStep } from "./plan.ts"
import { captureAnew, type VirtualDevice } from "./virtual-device.ts"

/** Something that a virtual device did, and what the service said to it. */
export interface Told {
  readonly device: string
  /** Completes the sentence "The device ...". */
  readonly says: string
  readonly refusal: DeviceRefused | null
  /** One of the many reports of an item that is on its way or there. */
  readonly isRoutine: boolean
}

/** How a run ended. */
export interface Run {
  readonly device: string
  readonly deviceId: string | null
  readonly profile: string | null
  /** The plan came to its end, a wait in it was longer than allowed, or a refusal that was not in it ended the run. */
  readonly ended: "done" | "left waiting" | "stopped"
  readonly stopped: DeviceRefused | null
}

/** What watches a run, and how long a device rests between two steps and waits at most. */
export interface Watch {
  readonly tell: (told: Told) => Effect.Effect<void>
  readonly pace: Duration.Duration
  readonly longestWait: Duration.Duration
}

/** What the reports are that say it all by their name. */
const SAYS: { readonly [report in Report["report"]]?: string } = {
  network: "connects to a network",
  answers: "has its setup questions answered",
  attestation: "has its TPM attested",
  join: "joins the directory",
  "domain-join": "joins the on-premises domain",
  "domain-controller": "looks for a domain controller",
  enrol: "enrols in Intune",
  terms: "has its terms of use answered",
  restart: "restarts",
  reseal: "is sealed for its user",
  retry: 'is told to "try again"',
  continue: 'is told to "continue anyway"',
  "collect-logs": "collects its logs",
  reset: "is reset",
}

const PHASES = {
  devicePreparation: "device preparation",
  deviceSetup: "device setup",
  accountSetup: "account setup",
} as const

const STATES = {
  notInstalled: "is not installed",
  inProgress: "is being installed",
  completed: "is there",
  failed: "failed",
  notRequired: "is not required",
} as const

const saysOf = (report: Report): string => {
  switch (report.report) {
    case "sign-in":
      return `has ${report.userPrincipalName} at its sign-in page`
    case "esp-phase":
      return `begins ${PHASES[report.phase]} with ${report.targeted.length} things to set up`
    case "esp-item":
      return `reports that "${report.item}" ${STATES[report.state]}${report.code === null ? "" : ` (${report.code})`}`
    default:
      return SAYS[report.report] ?? `reports "${report.report}"`
  }
}

/** A little longer than the page may take, so that its time-out is past whoever looks first. */
const MARGIN_MILLIS = 500

interface Running {
  readonly device: VirtualDevice
  readonly served: ServedProfile
  readonly watch: Watch
}

const outlastPage = Effect.fnUntraced(function* ({ device, served, watch }: Running) {
  const seconds = Math.round(served.pageTimeoutMillis / 1000)
  const isTooLong = served.pageTimeoutMillis > Duration.toMillis(watch.longestWait)
  const says = isTooLong
    ? `is left at its setup page, which would time out after ${seconds} s only`
    : `waits until its setup page has timed out (${seconds} s)`
  yield* watch.tell({ device: device.name, says, refusal: null, isRoutine: false })
  if (isTooLong) return "left waiting"
  yield* Effect.sleep(served.pageTimeoutMillis + MARGIN_MILLIS)
  return null
})

/** Answers null where the run goes on, else what ended it. */
const takeStep = Effect.fnUntraced(function* (step: PlanStep, running: Running) {
  if (step.do === "outlast the page") return yield* outlastPage(running)
  const { device, served, watch } = running
  const report: Report =
    step.do === "report" ? step.report : { report: "sign-in", userPrincipalName: device.cast[step.as] }
  const answer = yield* Effect.result((yield* DeviceApi).report(served.token, report))
  if (Result.isFailure(answer) && answer.failure._tag === "ServiceFailed")
    return yield* Effect.fail(answer.failure)
  const refusal = Result.isFailure(answer) && answer.failure._tag === "DeviceRefused" ? answer.failure : null
  const isRoutine = report.report === "esp-item" && report.state !== "failed"
  yield* watch.tell({ device: device.name, says: saysOf(report), refusal, isRoutine })
  return refusal === null || refusal.recorded ? null : refusal
})

/**
 * Switches a virtual device on and lets it go through its plan. A refusal that the service recorded is part of the
 * story; any other one ends the run.
 */
export const runDevice = Effect.fn("runDevice")(function* (
  device: VirtualDevice,
  watch: Watch,
): Effect.fn.Return<Run, ServiceFailed | HashError, DeviceApi> {
  const name = device.name
  const discovered = yield* Effect.result((yield* DeviceApi).discover(yield* captureAnew(device.report)))
  if (Result.isFailure(discovered)) {
    const failure = discovered.failure
    if (failure._tag === "ServiceFailed") return yield* Effect.fail(failure)
    yield* watch.tell({ device: name, says: "asks for its profile", refusal: failure, isRoutine: false })
    return { device: name, deviceId: null, profile: null, ended: "stopped", stopped: failure }
  }
  const served = discovered.success
  const { deviceId, profile } = served
  const run = { device: name, deviceId, profile: profile.name, stopped: null }
  const says = `asks for its profile with a hash captured anew and gets "${profile.name}" version ${profile.version}`
  yield* watch.tell({ device: name, says, refusal: null, isRoutine: false })
  for (const step of device.plan.steps) {
    yield* Effect.sleep(watch.pace)
    const ended = yield* takeStep(step, { device, served, watch })
    if (ended === "left waiting") return { ...run, ended }
    if (ended !== null) return { ...run, ended: "stopped", stopped: ended }
  }
  return { ...run, ended: "done" }
})

/** Runs virtual devices side by side, at most `concurrency` at a time. */
export const runDevices = (devices: ReadonlyArray<VirtualDevice>, watch: Watch, concurrency: number) =>
  Effect.forEach(devices, (device) => runDevice(device, watch), { concurrency })
