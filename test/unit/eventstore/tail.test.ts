import { describe, expect, it } from "vitest"
import type { Stretch } from "#adapters/eventstore/contract"
import { encodePosition, isWanted } from "#adapters/eventstore/rules"
import type { RecordedEvent } from "#workflows/ports"
import { sharedTail } from "../../../adapters/eventstore/embedded/tail.ts"
import { anEvent } from "../../support/proposed-events.ts"

const PAGE = 4

/** A log of devices at even places and profiles at odd ones, and what was read of it. */
const aLog = () => {
  const events: Array<RecordedEvent> = []
  const reads: Array<Stretch> = []
  const read = (stretch: Stretch) => {
    reads.push(stretch)
    const { after, filter, until } = stretch
    const wanted = events.slice(after, until).filter((event) => isWanted(filter, event))
    const page = wanted.slice(0, PAGE)
    const last = page.length < PAGE ? until : events.indexOf(page[PAGE - 1]!) + 1
    return { events: page, next: last }
  }
  const grow = (count: number) => {
    for (let added = 0; added < count; added++) {
      const place = events.length + 1
      const stream = place % 2 === 0 ? "device-1" : "profile-1"
      events.push({ ...anEvent(), stream, revision: place, position: encodePosition(place) })
    }
    return events.length
  }
  return { tail: sharedTail(read), grow, reads }
}

type ALog = ReturnType<typeof aLog>

/** All that a follower is given from a place to the end of the log. */
const followed = ({ tail }: ALog, after: number, until: number, categories?: ReadonlyArray<string>) => {
  const positions: Array<string> = []
  let place = after
  while (place < until) {
    const { events, next } = tail({
      after: place,
      until,
      filter: categories === undefined ? undefined : { categories },
    })
    expect(next).toBeGreaterThan(place)
    positions.push(...events.map(({ position }) => position))
    place = next
  }
  return positions
}

const places = (...all: ReadonlyArray<number>) => all.map(encodePosition)

describe("the end of the log, for all who follow it", () => {
  it("is read once, whoever asks, and each is given what it wants", () => {
    const log = aLog()
    const until = log.grow(3)
    expect(followed(log, 0, until)).toEqual(places(1, 2, 3))
    expect(followed(log, 0, until, ["device"])).toEqual(places(2))
    expect(followed(log, 1, until, ["profile"])).toEqual(places(3))
    expect(followed(log, 0, until, [])).toEqual([])
    expect(log.reads.length).toBe(1)
  })

  it("gives everything in order where more has come than a page holds", () => {
    const log = aLog()
    const until = log.grow(2 * PAGE + 1)
    expect(followed(log, 0, until)).toEqual(places(1, 2, 3, 4, 5, 6, 7, 8, 9))
    expect(followed(log, 0, until, ["device"])).toEqual(places(2, 4, 6, 8))
  })

  it("lets one who is far behind read by itself only what it wants, and misses nothing", () => {
    const log = aLog()
    for (let turn = 0; turn < 20; turn++) followed(log, turn * PAGE, log.grow(PAGE))
    const until = 20 * PAGE
    const devices = Array.from({ length: until / 2 }, (_, index) => encodePosition(2 * (index + 1)))
    expect(followed(log, 0, until, ["device"])).toEqual(devices)
    expect(log.reads.some(({ filter }) => filter?.categories?.[0] === "device")).toBe(true)
  })

  it("begins anew where somebody follows who is further than all others were", () => {
    const log = aLog()
    followed(log, 0, log.grow(2))
    const later = log.grow(5)
    const until = log.grow(2)
    expect(followed(log, later, until)).toEqual(places(8, 9))
    expect(followed(log, 2, until)).toEqual(places(3, 4, 5, 6, 7, 8, 9))
  })
})
