import { deriveId, timestampOf } from "#domain/kernel"
import type { ProposedEvent } from "#workflows/ports"

let events = 0

/**
 * A well-formed event with an id of its own; `over` replaces parts of it. Its type is none of Flightlog's, so that a store which tests of
 * several kinds share can still be served.
 */
export const anEvent = (over: Partial<ProposedEvent> = {}): ProposedEvent => {
  events += 1
  const id = deriveId("test event", String(process.pid), String(events))
  return {
    id,
    type: "SomethingNoted",
    payload: { data: { groupTag: `tag ${events}` }, salt: "AAAAAAAAAAAAAAAAAAAAAA==" },
    metadata: {
      version: 1,
      actor: { kind: "administrator", id: "ada" },
      tenant: "11111111-2222-4333-8444-555555555555",
      commandId: id,
      commandDigest: "0".repeat(32),
      $correlationId: id,
      $causationId: id,
      recordedAt: timestampOf(Date.UTC(2026, 10, 23, 8, 30)),
    },
    ...over,
  }
}

/** That many events. */
export const someEvents = (count: number): ReadonlyArray<ProposedEvent> =>
  Array.from({ length: count }, () => anEvent())
