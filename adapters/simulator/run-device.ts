import { Duration, Effect } from "effect"
import type { HashError } from "#domain/hardware"
import type { Administration } from "./administration.ts"
import type { DeviceApi, DeviceRefused, ServiceFailed } from "./device-api.ts"
import { type Running, switchOn, type Taken, type Tell, takeStep } from "./take-step.ts"
import type { VirtualDevice } from "./virtual-device.ts"

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
  readonly tell: Tell
  readonly pace: Duration.Duration
  readonly longestWait: Duration.Duration
  /** Hears how many of the devices have come to their end. */
  readonly ended?: (count: number) => Effect.Effect<void>
}

/** The outcome of a run, as far as it came. */
export const runOf = (
  device: VirtualDevice,
  running: Running | null,
  ended: Run["ended"],
  stopped: DeviceRefused | null = null,
): Run => ({
  device: device.name,
  deviceId: running?.served.deviceId ?? null,
  profile: running?.served.profile.name ?? null,
  ended,
  stopped,
})

const inWords = (millis: number): string =>
  Duration.format(Duration.seconds(Math.round(Duration.toSeconds(Duration.millis(millis)))))

/** Waits as long as a step says, unless that is too long; answers whether it waited. */
const waited = Effect.fnUntraced(function* (
  { millis, says }: Extract<Taken, { readonly _tag: "waits" }>,
  device: VirtualDevice,
  { longestWait, tell }: Watch,
) {
  const isTooLong = millis > Duration.toMillis(longestWait)
  const words = isTooLong
    ? `is left here: that it ${says} would take ${inWords(millis)}`
    : `${says} (${inWords(millis)})`
  yield* tell({ device: device.name, says: words, refusal: null, isRoutine: false })
  if (!isTooLong) yield* Effect.sleep(millis)
  return !isTooLong
})

/**
 * Switches a virtual device on and lets it go through its plan in real time. A refusal that the service recorded is part
 * of the story; any other one ends the run.
 */
export const runDevice = Effect.fn("runDevice")(function* (
  device: VirtualDevice,
  watch: Watch,
): Effect.fn.Return<Run, ServiceFailed | HashError, DeviceApi | Administration> {
  const on = yield* switchOn(device, watch.tell, device.plan.begunBy)
  if (on._tag !== "on") return runOf(device, null, "stopped", on._tag === "stopped" ? on.by : null)
  let running = on.running
  for (const step of device.plan.steps) {
    yield* Effect.sleep(watch.pace)
    const taken = yield* takeStep(step, running, watch.tell)
    if (taken._tag === "stopped") return runOf(device, running, "stopped", taken.by)
    if (taken._tag === "on") running = taken.running
    else if (!(yield* waited(taken, device, watch))) return runOf(device, running, "left waiting")
  }
  return runOf(device, running, "done")
})

/** Runs virtual devices side by side, at most `concurrency` at a time. */
export const runDevices = (devices: ReadonlyArray<VirtualDevice>, watch: Watch, concurrency: number) => {
  let done = 0
  const ended = Effect.suspend(() => watch.ended?.(++done) ?? Effect.void)
  return Effect.forEach(devices, (device) => Effect.tap(runDevice(device, watch), ended), { concurrency })
}
