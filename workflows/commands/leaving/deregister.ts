import { Effect } from "effect"
import { type DeregistrationWay, entraDeviceIdOf } from "#domain/device"
import { deriveId, streamName } from "#domain/kernel"
import type { Authorization } from "#domain/partner"
import { Keys, type RecordedEvent } from "#workflows/ports"
import type { Answer } from "../execution/answer.ts"
import { type Origin, originOf, type TenantCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { executeDevice } from "../execution/execute-device.ts"
import { readFacts } from "../execution/history.ts"
import { openPersonal } from "../execution/open-personal.ts"
import { changeOwn, ownDevice } from "../organisation/owned.ts"
import { claimAllReleased } from "../registration/release-claims.ts"

/** How a registration is to end, why, and under which grant a partner asks for it. */
export interface Leave {
  readonly way: DeregistrationWay
  readonly reason: string
  readonly authorization: Authorization | null
}

/** The origin of a step: whoever began, and the event that began it, whichever node takes the step. */
const stepOrigin = Effect.fnUntraced(function* ({ id, metadata, payload }: RecordedEvent, step: string) {
  const { actor, tenant } = metadata
  const names = yield* openPersonal(payload)
  return {
    actor,
    actorName: names.find(({ subject }) => subject === actor.id)?.values?.actorName ?? null,
    tenantId: tenant ?? null,
    commandId: deriveId("deregistration", id, step),
    commandDigest: "",
    correlationId: metadata.$correlationId,
    causationId: id,
    occurredAt: null,
  } satisfies Origin
})

/**
 * Takes the steps of a deregistration that are still to be taken, and frees the identities of the machine. Repeating
 * it, also on two nodes at once, does nothing twice.
 *
 * @param started the event that began it
 * @returns the answers of its steps, in order
 */
export const finishDeregistration = Effect.fn("finishDeregistration")(function* (
  deviceId: string,
  started: RecordedEvent,
) {
  const answers: Array<Answer> = []
  for (let step = 0; ; step++) {
    const { device } = (yield* (yield* Devices).load(deviceId)).process
    const command = {
      type: "ContinueDeregistration",
      entraDeviceId: entraDeviceIdOf(deviceId, device.lives),
    } as const
    const answer = yield* executeDevice({ deviceId, command }, yield* stepOrigin(started, `${step}`))
    answers.push(answer)
    if (answer.facts.length === 0 || answer.facts.some(({ type }) => type === "DeviceDeregistered")) break
  }
  yield* claimAllReleased(deviceId, yield* stepOrigin(started, "release-claims"))
  return answers
})

/** The event that began a deregistration: that of this command, or of the one that is open already. */
const beginning = Effect.fnUntraced(function* (deviceId: string, { commandId }: Origin) {
  const facts = yield* readFacts(streamName("device", deviceId))
  const begun = facts.filter(({ fact }) => fact.type === "DeregistrationStarted")
  return (begun.find(({ event }) => event.metadata.commandId === commandId) ?? begun.at(-1))?.event
})

/**
 * Begins a deregistration and takes all its steps. What a crash leaves open is taken on by whoever asks again, and by
 * the process of that name.
 */
export const leave = Effect.fnUntraced(function* (deviceId: string, how: Leave, origin: Origin) {
  const begun = yield* executeDevice({ deviceId, command: { type: "StartDeregistration", ...how } }, origin)
  const started = yield* beginning(deviceId, origin)
  if (started === undefined) return begun
  const steps = yield* finishDeregistration(deviceId, started)
  const last = steps.at(-1) ?? begun
  return { ...last, facts: [...begun.facts, ...steps.flatMap((step) => step.facts)] } satisfies Answer
})

/**
 * Ends the registration of a device step by step and frees its hardware for others. The answer names every step, and
 * its last fact what is left behind.
 *
 * Refuses, naming what stands in the way, unless it is chosen to take that away first (`in-order`) or to end the
 * registration alone (`one-step`).
 */
export const deregister = Effect.fn("deregister")(function* (
  deviceId: string,
  reason: string,
  caller: TenantCaller,
  way: DeregistrationWay = "if-clear",
) {
  yield* ownDevice(deviceId, caller.tenantId)
  const origin = originOf(yield* Keys, caller, "deregister", { deviceId, reason, way })
  return yield* leave(deviceId, { way, reason, authorization: null }, origin)
})

/** What may be done to a device in Intune alone. */
export interface IntuneRemoval {
  readonly act: "delete" | "retire" | "wipe"
  readonly reason: string
}

/** Removes the Intune record of a device; its registration stays. Possible after the registration's end as well. */
export const removeIntuneRecord = (deviceId: string, removal: IntuneRemoval, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "RemoveIntuneRecord", ...removal }, caller)

/** Lets a device that enrolled by its TPM do so once more. Without effect where nothing blocks it. */
export const allowNextEnrollment = (deviceId: string, reason: string, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "AllowNextEnrollment", reason }, caller)
