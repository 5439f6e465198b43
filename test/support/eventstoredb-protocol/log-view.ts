import type { RecordedEvent } from "#workflows/ports"

/** An event as the server sees it: at an offset in its log, with what the client gave as bytes. */
export interface ServerEvent {
  readonly commit: number
  readonly stream: string
  readonly revision: number
  readonly id: string
  readonly type: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** The store counts events; a server's positions are offsets, with events of its own in between. */
const OFFSET = 100
const SYSTEM_OFFSET = 50
const SYSTEM_EVERY = 10

const utf8 = new TextEncoder()

/** The offset of the event that the store has at a place. */
export const commitOf = (place: number) => place * OFFSET

/** The last place of the store that is not after an offset. */
export const placeAtOrBefore = (commit: number) => Math.floor(commit / OFFSET)

/** The server's event right after the store's event at a place, if it wrote one there; it did so at the log's beginning, too. */
export const systemEventAfter = (place: number): ServerEvent | undefined =>
  place % SYSTEM_EVERY === 0
    ? {
        commit: commitOf(place) + SYSTEM_OFFSET,
        stream: "$$$scavenges",
        revision: place / SYSTEM_EVERY,
        id: "00000000-0000-4000-8000-000000000000",
        type: "$metadata",
        data: utf8.encode("{}"),
        metadata: utf8.encode("{}"),
      }
    : undefined

/** The store's event as the server has it. */
export const serverEvent = (event: RecordedEvent, place: number): ServerEvent => ({
  commit: commitOf(place),
  stream: event.stream,
  revision: event.revision,
  id: event.id,
  type: event.type,
  data: utf8.encode(JSON.stringify(event.payload)),
  metadata: utf8.encode(JSON.stringify(event.metadata)),
})

/** The store's event and the server's own one after it. */
export const withSystemEvent = (event: RecordedEvent, place: number): ReadonlyArray<ServerEvent> =>
  [serverEvent(event, place), systemEventAfter(place)].filter((one) => one !== undefined)

/** Tells whether an event stands at an offset of a log with that many events of the store. */
export const isPosition = (commit: number, end: number): boolean => {
  const place = placeAtOrBefore(commit)
  if (place > end) return true
  if (commit === commitOf(place)) return place > 0
  return systemEventAfter(place)?.commit === commit
}
