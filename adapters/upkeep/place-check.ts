import { Predicate } from "effect"
import type { RecordedEvent } from "#workflows/ports"

/** What is wrong with an event's place in its stream; undefined where nothing is. */
export type PlaceCheck = (event: RecordedEvent) => string | undefined

/** When an event was recorded; not a number where it does not say so in a way that can be read. */
const timeOf = ({ metadata }: { readonly metadata: unknown }): number =>
  Predicate.hasProperty(metadata, "recordedAt") ? Date.parse(String(metadata.recordedAt)) : Number.NaN

const growing = (array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}

/**
 * Checks events in log order: positions that grow, revisions without gaps, times that never go back in a stream. Keeps two numbers
 * for each stream, so that logs with millions of streams fit into memory.
 */
export const makePlaceCheck = () => {
  const places = new Map<string, number>()
  let revisions: Float64Array<ArrayBuffer> = new Float64Array(1024)
  let times: Float64Array<ArrayBuffer> = new Float64Array(1024)
  let position = ""

  const placeOf = (stream: string): number => {
    const known = places.get(stream)
    if (known !== undefined) return known
    const place = places.size
    if (place === revisions.length) {
      revisions = growing(revisions)
      times = growing(times)
    }
    revisions[place] = -1
    times[place] = Number.NEGATIVE_INFINITY
    places.set(stream, place)
    return place
  }

  const check: PlaceCheck = (event) => {
    const place = placeOf(event.stream)
    const before = position
    const expected = (revisions[place] ?? -1) + 1
    const earlier = times[place] ?? Number.NEGATIVE_INFINITY
    const at = timeOf(event)
    position = event.position
    revisions[place] = event.revision
    if (at > earlier) times[place] = at
    if (event.position <= before) return `its position does not come after ${before}`
    if (event.revision !== expected)
      return `its revision is ${event.revision}, but the stream goes on with ${expected}`
    // A time that is none compares with nothing: the envelope's check names it.
    return at < earlier ? "it was recorded before the event that it follows" : undefined
  }
  return { check, streams: () => places.size }
}
