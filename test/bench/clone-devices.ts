import { randomUUID } from "node:crypto"
import { Effect, Schema } from "effect"
import { HardwareSummary, identityKeys } from "#domain/hardware"
import { claimStream, deriveId, streamId, streamName } from "#domain/kernel"
import { EventStore, Keys, type ProposedEvent, type RecordedEvent } from "#workflows/ports"

const WRITERS = 4096

/** What the engine made of one device: its stream, the claims of its identities, and which texts are its alone. */
export interface Original {
  readonly deviceId: string
  readonly hardware: HardwareSummary
  readonly streams: ReadonlyArray<ReadonlyArray<RecordedEvent>>
  /** Ids of events, commands and records that every clone has of its own. */
  readonly ids: ReadonlySet<string>
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

/** Reads a device that the engine made, for cloning. */
export const readOriginal = Effect.fnUntraced(function* (deviceId: string) {
  const store = yield* EventStore
  const device = yield* store.read(streamName("device", deviceId))
  const { claims, hardware } = registeredData(device[0]?.payload.data)
  const streams = [device]
  for (const claim of claims) streams.push(yield* store.read(claim))
  return { deviceId, hardware, streams, ids: new Set(streams.flat().flatMap(idsOf)) } satisfies Original
})

/** The id of a clone. */
export const cloneId = (number: number): string => deriveId("clone", "device", `${number}`)

/** The identity streams of a machine by their kinds. */
const claimsOf = (keys: Keys["Service"], hardware: HardwareSummary): ReadonlyMap<string, string> =>
  new Map(
    identityKeys(hardware).map(({ kind, value }) => [
      kind,
      claimStream(kind, keys.digest(`hardware-${kind}`, value)),
    ]),
  )

/** Another machine of the same build: nothing that tells it from others is the same. */
const anotherMachine = (hardware: HardwareSummary, number: number): HardwareSummary => ({
  ...hardware,
  serialNumber: `CLONE-${number}`,
  uuid: deriveId("clone", "uuid", `${number}`),
  ekDigest: deriveId("clone", "ek", `${number}`).replaceAll("-", "").repeat(2),
  productKeyId: `44${`${number}`.padStart(11, "0")}`,
})

/** Which texts of an original a clone has others for. */
const freshTexts = (keys: Keys["Service"], { deviceId, hardware, ids }: Original, number: number) => {
  const other = anotherMachine(hardware, number)
  const texts = new Map<string, string>([[deviceId, cloneId(number)]])
  for (const name of ["serialNumber", "uuid", "ekDigest", "productKeyId"] as const) {
    const [before, after] = [hardware[name], other[name]]
    if (before !== null && after !== null) texts.set(before, after)
  }
  const claims = claimsOf(keys, other)
  for (const [kind, stream] of claimsOf(keys, hardware)) texts.set(stream, claims.get(kind) ?? stream)
  for (const id of ids) if (!texts.has(id)) texts.set(id, randomUUID())
  return texts
}

const withTexts = <A>(value: A, texts: ReadonlyMap<string, string>): A => {
  const replaced = (part: unknown): unknown => {
    if (typeof part === "string") return texts.get(part) ?? part
    if (Array.isArray(part)) return part.map(replaced)
    if (typeof part !== "object" || part === null) return part
    const copy: Record<string, unknown> = {}
    for (const [name, inner] of Object.entries(part)) copy[name] = replaced(inner)
    return copy
  }
  return replaced(value) as A
}

const proposed = ({ id, metadata, payload, type }: RecordedEvent): ProposedEvent => ({
  id,
  type,
  payload,
  metadata,
})

const cloned = Effect.fnUntraced(function* (original: Original, number: number) {
  const store = yield* EventStore
  const texts = freshTexts(yield* Keys, original, number)
  for (const events of original.streams) {
    const stream = events[0]?.stream ?? ""
    const name = texts.get(stream) ?? streamName("device", texts.get(streamId(stream)) ?? "")
    yield* store.append(
      name,
      "no-stream",
      events.map((event) => withTexts(proposed(event), texts)),
    )
  }
})

/** How many clones, and the number of the first. */
export interface Clones {
  readonly count: number
  readonly from?: number
}

/**
 * Makes a large store quickly: appends the histories of devices that the engine made again and again, as those of so many
 * other devices, with ids, hardware and claims of their own. Clone n is one of original n modulo their number.
 */
export const cloneDevices = Effect.fnUntraced(function* (
  originals: ReadonlyArray<Original>,
  { count, from = 0 }: Clones,
) {
  yield* Effect.forEach(
    Array.from({ length: count }, (_, index) => from + index),
    (number) => cloned(originals[number % originals.length]!, number),
    { concurrency: WRITERS, discard: true },
  )
})
