import { Effect } from "effect"
import type { KnownBefore } from "#domain/device"
import { type HardwareSummary, match } from "#domain/hardware"
import { claimStream, lookupStream, streamName } from "#domain/kernel"
import { identifierUnusable, type LookupIdentifier, lookupKey, lookupKeys, resolve } from "#domain/report"
import { Keys } from "#workflows/ports"
import { Devices } from "../execution/devices.ts"
import { stateOf } from "../execution/execute.ts"
import { readFacts } from "../execution/history.ts"
import { lookupKind } from "../execution/stream-kinds.ts"
import { readClaim } from "./claims.ts"

type Key = NonNullable<ReturnType<typeof lookupKey>>

/** The stream of a look-up key, named by its keyed digest. */
export const lookupStreamOf = (keys: Keys["Service"], { kind, value }: Key): string =>
  lookupStream(kind, keys.digest(`lookup-${kind}`, value))

/** Hardware that the service knows, and how it came to know it. */
export interface KnownHardware {
  readonly hardware: HardwareSummary
  readonly known: KnownBefore
}

/** What was delivered under a report's id; null where the delivery stopped before it was stored. */
const readReport = Effect.fnUntraced(function* (reportId: string) {
  const [delivered] = yield* readFacts(streamName("report", reportId))
  if (delivered?.fact.type !== "HardwareDelivered") return null
  const { event, fact } = delivered
  const { actor, recordedAt } = event.metadata
  const { delivery, hardware } = fact.data
  const known = { reportId, revision: event.revision, since: recordedAt, by: actor, delivery }
  return { hardware, known } satisfies KnownHardware
})

/** Whether a later registration shows that a machine's main parts were replaced since its hash was delivered. */
const isOutdated = Effect.fnUntraced(function* ({ hardware, known }: KnownHardware) {
  const keys = yield* Keys
  for (const { kind, value } of lookupKeys(hardware)) {
    const { state } = yield* readClaim(claimStream(kind, keys.digest(`hardware-${kind}`, value)))
    const newest = state.holder ?? state.former[0]
    if (newest === undefined) continue
    const { registration } = (yield* (yield* Devices).load(newest.deviceId)).process.device
    if (registration === null || registration.registeredAt <= known.since) continue
    if (match(hardware, registration.hardware).verdict === "replaced") return true
  }
  return false
})

/**
 * Finds the hardware that a product key id, or manufacturer, model and serial number, stand for among the hashes that
 * manufacturers delivered. Read from the log alone, so every node finds what any node stored.
 *
 * Refuses with 803 (says nothing), 812 (no hash is known) or 813 (hashes of several machines are).
 */
export const findHardware = Effect.fn("findHardware")(function* (identifier: LookupIdentifier) {
  const key = lookupKey(identifier)
  if (key === undefined) return yield* identifierUnusable(identifier)
  const { state } = yield* stateOf(lookupKind, lookupStreamOf(yield* Keys, key))
  const listed: Array<KnownHardware & { readonly outdated: boolean }> = []
  for (const reportId of state.reportIds) {
    const report = yield* readReport(reportId)
    if (report !== null) listed.push({ ...report, outdated: yield* isOutdated(report) })
  }
  const { hardware, known } = yield* Effect.fromResult(resolve(identifier, listed))
  return { hardware, known } satisfies KnownHardware
})
