import { Effect } from "effect"
import type { HardwareSummary } from "#domain/hardware"
import { deriveId, Refusal, streamName } from "#domain/kernel"
import { type PartnerKind, partnerKindName } from "#domain/partner"
import { lookupKeys } from "#domain/report"
import { Keys } from "#workflows/ports"
import { type Caller, followUp, originOf } from "../execution/caller.ts"
import { execute } from "../execution/execute.ts"
import { lookupKind, reportKind } from "../execution/stream-kinds.ts"
import { lookupStreamOf } from "./known-hardware.ts"

/** One machine of a Computer Build Report. */
export interface BuiltMachine {
  /** Line of the report, counted from 1. */
  readonly line: number
  readonly hardware: HardwareSummary
}

/** What came of one machine: where its report is, and whether it was known before; or why it was not taken. */
export type DeliveryResult =
  | {
      readonly line: number
      readonly delivered: true
      readonly reportId: string
      readonly knownBefore: boolean
    }
  | { readonly line: number; readonly delivered: false; readonly refusal: Refusal }

/** A manufacturer or another partner who acts for no tenant. */
export type DeliveringCaller = Caller & { readonly kind: PartnerKind }

const SIDE_BY_SIDE = 16

const onlyManufacturers = (kind: PartnerKind) =>
  new Refusal({
    kind: "forbidden",
    code: "manufacturer-required",
    what: `A Computer Build Report comes from the manufacturer (OEM) of the machines, not from a partner who is their ${partnerKindName(kind)}.`,
    remedy: "Register the machines by their hardware hashes for their owners instead.",
  })

const notFindable = ({ serialNumber }: HardwareSummary) =>
  new Refusal({
    kind: "invalid",
    code: "hardware-not-findable",
    number: "803",
    what: `Nobody could look up the machine with the serial number "${serialNumber}": its hash has no product key id, and manufacturer, model or serial number is missing or a placeholder (MissingZtdSerialNumberAndProductKey).`,
    remedy: "Write them into the firmware, capture the hash again and deliver that.",
  })

const deliver = Effect.fnUntraced(function* (
  { hardware, line }: BuiltMachine,
  deliveryId: string,
  caller: DeliveringCaller,
) {
  const keys = yield* Keys
  const origin = originOf(keys, { ...caller, key: `${deliveryId}/${line}` }, "deliver-hardware", { hardware })
  const reportId = deriveId("report", keys.digest("report", hardware.fingerprint))
  const findable = lookupKeys(hardware)
  if (findable.length === 0) return yield* notFindable(hardware)
  // Listed first: the report itself makes the hash known, so that a crash before it leaves nothing half known.
  for (const key of findable)
    yield* execute(
      lookupKind,
      lookupStreamOf(keys, key),
      { type: "List", reportId },
      followUp(origin, `list-${key.kind}`),
    )
  const command = { type: "Deliver", hardware, delivery: { deliveryId, line } } as const
  const { facts } = yield* execute(reportKind, streamName("report", reportId), command, origin)
  return { line, delivered: true, reportId, knownBefore: facts.length === 0 } satisfies DeliveryResult
})

/**
 * Takes a Computer Build Report: the hashes of machines that a manufacturer built, known to the service from now on and
 * bound to no tenant. A machine that cannot be used spoils no other; a report that was cut by a crash is completed by
 * sending it again under the same id.
 *
 * Source: Microsoft Learn "Windows Autopilot device guidelines", Computer Build Report.
 */
export const deliverHardware = Effect.fn("deliverHardware")(function* (
  { deliveryId, machines }: { readonly deliveryId: string; readonly machines: ReadonlyArray<BuiltMachine> },
  caller: DeliveringCaller,
) {
  if (caller.kind !== "oem") return yield* onlyManufacturers(caller.kind)
  return yield* Effect.forEach(
    machines,
    (machine) =>
      deliver(machine, deliveryId, caller).pipe(
        Effect.catchTag("Refusal", (refusal) =>
          Effect.succeed<DeliveryResult>({ line: machine.line, delivered: false, refusal }),
        ),
      ),
    { concurrency: SIDE_BY_SIDE },
  )
})
