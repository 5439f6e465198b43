import { Effect, Schema } from "effect"
import type { AppendOrder } from "#adapters/eventstore/thread"
import { openFile } from "#adapters/sqlite"
import { HardwareSummary, identityKeys } from "#domain/hardware"
import { claimStream, streamName } from "#domain/kernel"
import { EventStore, Keys, type RecordedEvent } from "#workflows/ports"
import { writeTo } from "../../adapters/eventstore/embedded/log-file.ts"
import { EVENT_LOG } from "../../adapters/eventstore/embedded/schema.ts"
import { fill, type Template, templateOf } from "./template.ts"

interface EventTemplate {
  readonly type: string
  readonly id: Template
  readonly payload: Template
  readonly metadata: Template
}

/** What the engine made of one device, ready to be copied: its streams, with slots for all that is its alone. */
export interface Original {
  readonly hardware: HardwareSummary
  /** What the first slots hold: `IDENTITY`, then the claims by kind; ids of events and commands fill the others. */
  readonly claims: ReadonlyArray<string>
  readonly slots: number
  readonly streams: ReadonlyArray<{ readonly name: Template; readonly events: ReadonlyArray<EventTemplate> }>
}

const registeredData = Schema.decodeUnknownSync(
  Schema.Struct({ hardware: HardwareSummary, claims: Schema.Array(Schema.String) }),
)

const OWN_IDS = ["managedDeviceId", "entraDeviceId"] as const

const idsOf = (event: RecordedEvent): ReadonlyArray<string> => {
  const { $causationId, $correlationId, commandId } = event.metadata
  const records = OWN_IDS.flatMap((name) => {
    const id = event.payload.data[name]
    return typeof id === "string" ? [id] : []
  })
  return [event.id, commandId, $correlationId, $causationId, ...records]
}

/** What identifies a device, in the order of the first slots. */
const identityOf = (deviceId: string, { ekDigest, productKeyId, serialNumber, uuid }: HardwareSummary) => [
  deviceId,
  serialNumber,
  uuid ?? "",
  ekDigest ?? "",
  productKeyId ?? "",
]

/** The identity streams of a machine, by the kinds of its keys. */
const claimsOf = (keys: Keys["Service"], hardware: HardwareSummary): ReadonlyMap<string, string> =>
  new Map(
    identityKeys(hardware).map(({ kind, value }) => [
      kind,
      claimStream(kind, keys.digest(`hardware-${kind}`, value)),
    ]),
  )

/** Reads a device that the engine made, for copying. */
export const readOriginal = Effect.fnUntraced(function* (deviceId: string) {
  const store = yield* EventStore
  const device = yield* store.read(streamName("device", deviceId))
  const { claims, hardware } = registeredData(device[0]?.payload.data)
  const streams = [device]
  for (const claim of claims) streams.push(yield* store.read(claim))
  const kinds = claimsOf(yield* Keys, hardware)
  const own = [...identityOf(deviceId, hardware), ...kinds.values()]
  const ids = new Set(streams.flat().flatMap(idsOf))
  const slots = [...own, ...[...ids].filter((id) => !own.includes(id))]
  const template = (text: string) => templateOf(text, slots)
  return {
    hardware,
    claims: [...kinds.keys()],
    slots: slots.length,
    streams: streams.map((events) => ({
      name: template(events[0]?.stream ?? ""),
      events: events.map(({ id, metadata, payload, type }) => ({
        type,
        id: template(id),
        payload: template(JSON.stringify(payload)),
        metadata: template(JSON.stringify(metadata)),
      })),
    })),
  } satisfies Original
})

/** Scatters numbers over 32 bits, each its own: ids of real devices do not come in order either. */
const scattered = (number: number): string =>
  (Math.imul(number + 1, 0x9e_37_79_b1) >>> 0).toString(16).padStart(8, "0")

/** An id of a clone; 0 is its device, the others are of its events and commands. */
const idOf = (number: number, index: number): string =>
  `${scattered(number)}-0000-5000-8000-${(number * 4096 + index).toString(16).padStart(12, "0")}`

/** The device id of a clone. */
export const cloneId = (number: number): string => idOf(number, 0)

/** Another machine of the same build: nothing that tells it from others is the same. */
const anotherMachine = (hardware: HardwareSummary, number: number): HardwareSummary => ({
  ...hardware,
  serialNumber: `CLONE-${number}`,
  uuid: idOf(number, 1),
  ekDigest: `${scattered(number)}${number.toString(16).padStart(56, "0")}`,
  productKeyId: `44${`${number}`.padStart(11, "0")}`,
})

/** The appends that make a clone. */
const ordersOf = (keys: Keys["Service"], original: Original, number: number): ReadonlyArray<AppendOrder> => {
  const other = anotherMachine(original.hardware, number)
  const claims = claimsOf(keys, other)
  const values = [
    ...identityOf(cloneId(number), other),
    ...original.claims.map((kind) => claims.get(kind) ?? ""),
  ]
  for (let index = values.length; index < original.slots; index++) values.push(idOf(number, index))
  return original.streams.map(({ events, name }, ticket) => ({
    ticket,
    stream: fill(name, values),
    expected: -1,
    events: events.map(({ id, metadata, payload, type }) => ({
      type,
      id: fill(id, values),
      payload: fill(payload, values),
      metadata: fill(metadata, values),
    })),
  }))
}

/** Which clones: so many, from a number on (0 where nothing is said). */
export interface Clones {
  readonly count: number
  readonly from?: number
  /** Is told after each group how many clones and events there are. */
  readonly progress?: (clones: number, events: number) => void
}

const GROUP = 500

/**
 * Makes a large log quickly: writes the histories of devices that the engine made again and again, as those of so many other
 * devices, with ids, hardware and claims of their own. Clone n is one of original n modulo their number. Nothing is synced.
 *
 * @returns how many events were written
 */
export const cloneInto = (
  path: string,
  keys: Keys["Service"],
  originals: ReadonlyArray<Original>,
  { count, from = 0, progress = () => {} }: Clones,
): number => {
  const opening = openFile(path, EVENT_LOG)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  const { database } = opening
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA wal_autocheckpoint = 50000")
  const { commit } = writeTo(database)
  let events = 0
  for (let clone = from; clone < from + count; clone += GROUP) {
    const numbers = Array.from({ length: Math.min(GROUP, from + count - clone) }, (_, index) => clone + index)
    const orders = numbers.flatMap((number) => ordersOf(keys, originals[number % originals.length]!, number))
    for (const { outcome } of commit(orders))
      if (outcome._tag !== "Appended") throw new Error(`A clone was not written: ${JSON.stringify(outcome)}`)
    for (const order of orders) events += order.events.length
    progress(clone + numbers.length - from, events)
  }
  database.close()
  return events
}
