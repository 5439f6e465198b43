import { Effect } from "effect"
import { notRegistered } from "#domain/device"
import { Keys } from "#workflows/ports"
import { type Caller, originOf } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { executeDevice } from "../execution/execute-device.ts"
import { type Prepared, prepareReport } from "./prepare-report.ts"
import type { Report, Reporting } from "./report.ts"

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
  const prepared: Prepared = yield* prepareReport(report, reporting, device)
  const actor = { kind: "device", id: deviceId } as const
  const origin = originOf(yield* Keys, { ...caller, actor, tenantId }, report.report, {
    ...reporting,
    ...report,
  })
  return yield* executeDevice({ deviceId, ...prepared }, origin)
})
