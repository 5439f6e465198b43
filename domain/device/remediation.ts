import { Result, Schema } from "effect"
import { type HardwareSummary, match, withDonors } from "#domain/hardware"
import { Refusal } from "#domain/kernel"
import type { DeviceCommand } from "./commands.ts"
import type { Decision } from "./decision.ts"
import type { DeviceFact, DeviceFactOf } from "./events.ts"
import type { Registration } from "./state.ts"

/**
 * Who puts a change of hardware right. `automatic`: the service takes the hash that showed the change (the portal says
 * "Fix pending"). `manual`: somebody has to bring a new hash, or register the device anew ("Attention required").
 *
 * Source: Microsoft Learn, "Windows Autopilot motherboard replacement" and Graph's windowsAutopilotDeviceRemediationState.
 */
export const RemediationHandling = Schema.Literals(["automatic", "manual"])
export type RemediationHandling = typeof RemediationHandling.Type

/** A change of hardware that waits to be put right. */
export interface Remediation {
  readonly reason: string
  readonly handling: RemediationHandling
  /** The hash that showed the change, where the service is to take it. */
  readonly capture: HardwareSummary | null
  /** Another registration matches the same machine (813): the device's own parts do not settle that. */
  readonly isShared: boolean
}

/** Autopilot's number for hardware that is not one registration's alone. */
const NOT_UNIQUE = "813"

/** What waits to be put right after a change was noticed. */
export const remediationOf = ({
  capture,
  code,
  handling = "manual",
  reason,
}: DeviceFactOf<"RemediationRequired">["data"]): Remediation => ({
  reason,
  handling,
  capture: capture ?? null,
  isShared: code === NOT_UNIQUE,
})

/** The commands about a change of a device's hardware. */
export type RemediationCommand = Extract<
  DeviceCommand,
  { type: "RequireRemediation" | "ResolveRemediation" | "Rehash" | "VoidRehash" }
>

/** A hash of another machine: it cannot stand for this one. */
const otherMachine = ({ hardware }: Registration, { serialNumber }: HardwareSummary) =>
  new Refusal({
    kind: "conflict",
    code: "hash-of-another-machine",
    what: `This hash (serial number ${JSON.stringify(serialNumber)}) is of another machine than the registered device ${JSON.stringify(hardware.serialNumber)}: they have nothing in common that tells machines apart.`,
    remedy: "If the device was rebuilt so far, deregister it and import the new hash.",
  })

const none: Decision = Result.succeed([])

const required = (
  { remediation }: Registration,
  { type: _type, ...data }: Extract<RemediationCommand, { type: "RequireRemediation" }>,
): Decision => {
  const isTold = remediation?.handling === data.handling && (remediation.isShared || data.code !== NOT_UNIQUE)
  return isTold ? none : Result.succeed([{ type: "RemediationRequired", data }])
}

const rehashed = (
  registration: Registration,
  { claims, donors, hardware, how }: Extract<RemediationCommand, { type: "Rehash" }>,
): Decision => {
  const { evidence, score, verdict } = withDonors(match(registration.hardware, hardware), donors)
  if (verdict === "different") return Result.fail(otherMachine(registration, hardware))
  const facts: Array<DeviceFact> = [
    {
      type: "HardwareRehashed",
      data: { hardware, verdict, score, evidence, claims, ...(donors.length === 0 ? {} : { donors }) },
    },
  ]
  if (registration.remediation !== null) facts.push({ type: "RemediationResolved", data: { how } })
  return Result.succeed(facts)
}

/**
 * Decides what becomes of a change of hardware: noted once for each who has to act, put right by a new hash, or by the old
 * parts being back.
 */
export const decideRemediation = (registration: Registration, command: RemediationCommand): Decision => {
  switch (command.type) {
    case "RequireRemediation":
      return required(registration, command)
    case "ResolveRemediation":
      return registration.remediation === null || registration.remediation.isShared
        ? none
        : Result.succeed([{ type: "RemediationResolved", data: { how: command.how } }])
    case "Rehash":
      return rehashed(registration, command)
    case "VoidRehash":
      return Result.succeed([
        { type: "RehashVoided", data: { claim: command.claim, reason: command.reason } },
      ])
  }
}
