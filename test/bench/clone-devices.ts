import { Effect } from "effect"
import { deriveId } from "#domain/kernel"
import { EventStore, type ProposedEvent, type RecordedEvent } from "#workflows/ports"

const WRITERS = 256

/** The same history for another device: fresh ids, another serial number, claims that nobody checks. */
const cloned = (history: ReadonlyArray<RecordedEvent>, number: number): ReadonlyArray<ProposedEvent> =>
  history.map(({ id, metadata, payload, type }) => {
    const { hardware, ...data } = payload.data
    const isObject = typeof hardware === "object" && hardware !== null && !Array.isArray(hardware)
    const changed = isObject
      ? { ...data, hardware: { ...hardware, serialNumber: `CLONE-${number}` } }
      : payload.data
    return {
      id: deriveId("clone", id, `${number}`),
      type,
      payload: { ...payload, data: changed },
      metadata: { ...metadata, commandId: deriveId("clone", metadata.commandId, `${number}`) },
    }
  })

/** Makes a large store quickly: appends the history of one device again and again, as so many other devices. */
export const cloneDevices = Effect.fnUntraced(function* (
  history: ReadonlyArray<RecordedEvent>,
  { count, from = 0 }: { readonly count: number; readonly from?: number },
) {
  const store = yield* EventStore
  yield* Effect.forEach(
    Array.from({ length: count }, (_, index) => from + index),
    (number) =>
      store.append(
        `device-${deriveId("clone", "device", `${number}`)}`,
        "no-stream",
        cloned(history, number),
      ),
    { concurrency: WRITERS, discard: true },
  )
})
