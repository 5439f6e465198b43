import { createHash } from "node:crypto"
import { Clock, Effect } from "effect"
import { encodeHash, type HardwareReport, recapture } from "#domain/hardware"
import type { Plan, Role } from "./plan.ts"

/** Who signs in where a plan names a role: user principal names. */
export type Cast = { readonly [role in Role]: string }

/** A machine that is not there, with what it is to go through. */
export interface VirtualDevice {
  /** What people call it. */
  readonly name: string
  /** The machine as it was captured once; each start captures it anew. */
  readonly report: HardwareReport
  readonly plan: Plan
  readonly cast: Cast
  /** `AutopilotConfigurationFile.json` on its disk; without one, it is registered. */
  readonly file?: string
}

/** Builds of Windows 11 that virtual devices run. */
const BUILDS = ["10.0.26100.4652", "10.0.26100.6584", "10.0.26200.7171"] as const

const capturedBuild = ({ records }: HardwareReport): string | undefined =>
  records.flatMap((record) => (record.record === "Capture" ? [record.osBuild] : []))[0]

/** A build of Windows that a report was not captured with; the same for the same machine. */
const otherBuild = (report: HardwareReport): string => {
  const others = BUILDS.filter((build) => build !== capturedBuild(report))
  const digest = createHash("sha256").update(JSON.stringify(report)).digest()
  return others[digest.readUInt8() % others.length] ?? BUILDS[0]
}

/**
 * The hardware hash as the machine gives it now: other time, other build of Windows, other bytes, the same machine.
 *
 * @returns 4000 Base64 characters
 */
export const captureAnew = Effect.fnUntraced(function* (report: HardwareReport) {
  const now = yield* Clock.currentTimeMillis
  const at = `${new Date(now).toISOString().slice(0, 19)}Z`
  return yield* Effect.fromResult(encodeHash(recapture(report, { at, osBuild: otherBuild(report) })))
})
