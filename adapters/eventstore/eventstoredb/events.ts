import type { AllStreamResolvedEvent, ResolvedEvent } from "@eventstore/db-client"
import { Predicate } from "effect"
import { encodePosition } from "#adapters/eventstore/rules"
import type { Metadata, Payload } from "#domain/kernel"
import type { RecordedEvent } from "#workflows/ports"

/** How the names of the adapter's own streams begin. */
const OWN = "flightlog-"

/** One event, which holds the store's identity. */
export const IDENTITY_STREAM = `${OWN}identity`

/** Its last event tells who runs the processes. */
export const LEASE_STREAM = `${OWN}lease`

/** The streams in which the key adapter keeps keys. */
const KEYS_CATEGORY = "keys"

const isPayload = (value: unknown): value is Payload =>
  Predicate.hasProperty(value, "salt") && Predicate.hasProperty(value, "data")

const isMetadata = (value: unknown): value is Metadata =>
  Predicate.hasProperty(value, "commandId") && Predicate.hasProperty(value, "recordedAt")

/** Streams that are not Flightlog's log: the server's own, and what adapters keep beside the log. */
const isAside = (stream: string, type: string): boolean =>
  type.startsWith("$") ||
  stream.startsWith("$") ||
  stream.startsWith(OWN) ||
  stream.startsWith(`${KEYS_CATEGORY}-`)

/** The place of a resolved event in the log of the server. */
export const placeOf = ({ commitPosition, event }: ResolvedEvent | AllStreamResolvedEvent): number => {
  const commit = commitPosition ?? event?.position?.commit
  if (commit === undefined)
    throw new Error(
      "The server told an event without its position: use EventStoreDB 23.10 or a later version of it",
    )
  return Number(commit)
}

/** The event as the port gives it, or nothing where it is the server's own, kept beside the log, or another program's. */
export const eventOf = (resolved: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent | undefined => {
  const { event } = resolved
  if (event === undefined || isAside(event.streamId, event.type)) return undefined
  const { data, id, metadata, revision, streamId, type } = event
  if (!isPayload(data) || !isMetadata(metadata)) return undefined
  return {
    id,
    type,
    payload: data,
    metadata,
    stream: streamId,
    revision: Number(revision),
    position: encodePosition(placeOf(resolved)),
  }
}
