import { Effect, Result } from "effect"
import type { HashError } from "#domain/hardware"
import type { Report } from "#workflows/commands"
import { Administration } from "./administration.ts"
import { DeviceApi, type DeviceRefused, type ServedProfile, type ServiceFailed } from "./device-api.ts"
import type { PlanStep, RemoteAct } from "./plan.ts"
import { saysOf, type Told } from "./told.ts"
import { captureAnew, type VirtualDevice } from "./virtual-device.ts"

/** Hears what virtual devices do. */
export type Tell = (told: Told) => Effect.Effect<void>

/** A device that is switched on, and what it was given. */
export interface Running {
  readonly device: VirtualDevice
  readonly served: ServedProfile
}

/** What a step came to: the device goes on, goes on after a while, or was stopped by a refusal that was not planned. */
export type Taken =
  | { readonly _tag: "on"; readonly running: Running }
  | { readonly _tag: "waits"; readonly millis: number; readonly says: string }
  | { readonly _tag: "stopped"; readonly by: DeviceRefused }

type Refusable<A, R> = Effect.Effect<A, DeviceRefused | ServiceFailed, R>

/** A refusal is an answer; that the service did not answer is a failure. */
const answerOf = <A, R>(
  asked: Refusable<A, R>,
): Effect.Effect<Result.Result<A, DeviceRefused>, ServiceFailed, R> =>
  asked.pipe(
    Effect.map(Result.succeed),
    Effect.catchTag("DeviceRefused", (refusal) => Effect.succeed(Result.fail(refusal))),
  )

/** Switches a device on: it asks for its profile with a hash that is captured anew. */
export const switchOn = Effect.fnUntraced(function* (
  device: VirtualDevice,
  tell: Tell,
  begunBy: "user" | "technician" = "user",
): Effect.fn.Return<Taken, ServiceFailed | HashError, DeviceApi> {
  const hash = yield* captureAnew(device.report)
  const file = device.file === undefined ? {} : { configurationFile: device.file }
  const answer = yield* answerOf((yield* DeviceApi).discover(hash, { begunBy, ...file }))
  const told = { device: device.name, isRoutine: false }
  if (Result.isFailure(answer)) {
    yield* tell({ ...told, says: "asks for its profile", refusal: answer.failure })
    return { _tag: "stopped", by: answer.failure }
  }
  const { name, version } = answer.success.profile
  const says = `asks for its profile with a hash captured anew and gets "${name}" version ${version}`
  yield* tell({ ...told, says, refusal: null })
  return { _tag: "on", running: { device, served: answer.success } }
})

const reportStep = Effect.fnUntraced(function* (report: Report, running: Running, tell: Tell) {
  const { device, served } = running
  const answer = yield* answerOf((yield* DeviceApi).report(served.token, report))
  const refusal = Result.isFailure(answer) ? answer.failure : null
  const isRoutine = report.report === "esp-item" && report.state !== "failed"
  yield* tell({ device: device.name, says: saysOf(report), refusal, isRoutine })
  // A refusal that the service recorded is part of the story.
  return refusal === null || refusal.recorded
    ? ({ _tag: "on", running } satisfies Taken)
    : ({ _tag: "stopped", by: refusal } satisfies Taken)
})

const ACTS: { readonly [act in RemoteAct]: string } = {
  unblock: "is allowed to enrol once more",
  "autopilot-reset": "is to be made ready for its next user",
  wipe: "is wiped from afar",
}

const administered = Effect.fnUntraced(function* (act: RemoteAct, running: Running, tell: Tell) {
  const { device, served } = running
  const answer = yield* answerOf((yield* Administration).act(served.deviceId, act))
  const refusal = Result.isFailure(answer) ? answer.failure : null
  yield* tell({ device: device.name, says: ACTS[act], refusal, isRoutine: false })
  return refusal === null
    ? ({ _tag: "on", running } satisfies Taken)
    : ({ _tag: "stopped", by: refusal } satisfies Taken)
})

/** A little longer than the page may take, so that its time-out is past whoever looks first. */
const MARGIN_MILLIS = 500
const MINUTE = 60_000

/** Takes the next step of a device's plan. */
export const takeStep = Effect.fnUntraced(function* (
  step: PlanStep,
  running: Running,
  tell: Tell,
): Effect.fn.Return<Taken, ServiceFailed | HashError, DeviceApi | Administration> {
  const { device, served } = running
  switch (step.do) {
    case "report":
      return yield* reportStep(step.report, running, tell)
    case "sign in":
      return yield* reportStep({ report: "sign-in", userPrincipalName: device.cast[step.as] }, running, tell)
    case "start again":
      return yield* switchOn(device, tell)
    case "be administered":
      return yield* administered(step.act, running, tell)
    case "end its reset": {
      const userPrincipalName = device.cast[step.with]
      const report = { report: "autopilot-reset", state: "completed", userPrincipalName } as const
      return yield* reportStep(report, running, tell)
    }
    case "outlast the page":
      return {
        _tag: "waits",
        millis: served.pageTimeoutMillis + MARGIN_MILLIS,
        says: "waits until its setup page has timed out",
      }
    case "rest":
      return { _tag: "waits", millis: step.minutes * MINUTE, says: step.says }
  }
})
