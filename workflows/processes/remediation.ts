import { Effect } from "effect"
import { deriveId, Refusal, streamId } from "#domain/kernel"
import { Devices, executeDevice, type ReadFact, rehashDevice } from "#workflows/commands"
import { type Process, processOrigin, tolerateGone } from "./process.ts"

const NAME = "remediation"

/** Whoever is in the way only for a moment is waited for. */
const isFinal = (error: unknown): error is Refusal => error instanceof Refusal && error.kind !== "limited"

/** The service could not put it right by itself: somebody has to. */
const escalate = (deviceId: string, { event, fact }: ReadFact, { number, what }: Refusal) => {
  if (fact.type !== "RemediationRequired") return Effect.void
  const { capture: _capture, ...noticed } = fact.data
  const command = {
    ...noticed,
    type: "RequireRemediation",
    handling: "manual",
    reason: `${noticed.reason}, and the service could not put it right: ${what}`,
    ...(number === undefined ? {} : { code: number }),
  } as const
  const origin = processOrigin(NAME, event, deriveId(NAME, event.id, "escalate"))
  return executeDevice({ deviceId, command }, origin).pipe(tolerateGone)
}

const putRight = Effect.fnUntraced(function* (read: ReadFact) {
  const { event, fact } = read
  if (fact.type !== "RemediationRequired" || fact.data.capture === undefined) return
  const deviceId = streamId(event.stream)
  const { device } = (yield* (yield* Devices).load(deviceId)).process
  const waiting = device.registration?.remediation
  const { capture } = fact.data
  // Somebody brought another hash meanwhile, or the device left.
  if (device.status !== "registered" || waiting?.capture?.fingerprint !== capture.fingerprint) return
  const how = "the service took the hash that showed the change"
  yield* rehashDevice(
    { deviceId, hardware: capture, how },
    processOrigin(NAME, event, deriveId(NAME, event.id)),
  ).pipe(
    Effect.asVoid,
    Effect.catchIf(isFinal, (refusal) => escalate(deviceId, read, refusal)),
  )
})

/**
 * Puts changes of hardware right for tenants that let the service do so: the hash that showed the change is taken for
 * the device's (Fix pending). Where that cannot be, somebody has to act (Attention required).
 */
export const remediation: Process = {
  name: NAME,
  categories: ["device"],
  handles: ["RemediationRequired"],
  react: Effect.fn("remediation")(function* (batch) {
    for (const read of batch) yield* putRight(read)
  }),
}
