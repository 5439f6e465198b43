import type { Answer } from "#workflows/commands"
import type { RecordedEvent } from "#workflows/ports"
import type { Notes } from "./violation.ts"

/** By how many milliseconds the clocks of the nodes may be apart. */
export const MOST_SKEW = 50

/** The waits that the simulation's profile sets, in milliseconds: a deadline lies one of them after an event of its stream. */
const WAITS: ReadonlySet<number> = new Set([20_000, 25_000, 30_000, 45_000, 900_000, 3_600_000, 86_400_000])

/** What a stream's events so far say, read without any rule of the service. */
interface StreamSeen {
  readonly events: Array<RecordedEvent>
  readonly commands: Set<string>
  readonly deadlines: Set<string>
  attempt: number
  wakeAt: number | null
}

interface Live {
  readonly deviceId: string
  readonly serialNumber: string
  readonly claims: ReadonlyArray<string>
}

/** What the witness reads of a registration. */
interface Registered {
  readonly claims: ReadonlyArray<string>
  readonly hardware: { readonly serialNumber: string }
}

// biome-ignore lint/suspicious/noExplicitAny: the witness reads stored JSON as an outsider does
const dataOf = (event: RecordedEvent): any => event.payload.data
const millisOf = (timestamp: string): number => Date.parse(timestamp)
const isTimeOut = ({ type }: RecordedEvent): boolean => type === "WaitTimedOut" || type === "EspTimedOut"
const idOf = (stream: string): string => stream.slice(stream.indexOf("-") + 1)

/**
 * Looks at every event as it is stored, and holds it to what is promised: a command is in a stream once, a machine has one owner
 * and its owner holds its identities, deadlines come once, not early and before anything later, attempts only go on.
 */
export const makeLogWitness = ({ broken }: Notes, trueMillis: () => number) => {
  const streams = new Map<string, StreamSeen>()
  const ids = new Set<string>()
  const live = new Map<string, Live>()
  const holders = new Map<string, string>()
  const tenants = new Map<string, string>()

  const seenOf = (stream: string): StreamSeen => {
    const known = streams.get(stream)
    if (known !== undefined) return known
    const seen = {
      events: [],
      commands: new Set(),
      deadlines: new Set(),
      attempt: 0,
      wakeAt: null,
    } as StreamSeen
    streams.set(stream, seen)
    return seen
  }

  const commandsAreOnce = (stream: string, events: ReadonlyArray<RecordedEvent>, seen: StreamSeen) => {
    for (const { id } of events) {
      if (ids.has(id)) broken("an event is stored once", `${id} is twice in the log (${stream})`)
      ids.add(id)
    }
    // A claim is made and given back by one command.
    if (stream.startsWith("hardware-")) return
    const now = new Set(events.map(({ metadata }) => metadata.commandId))
    for (const command of now) {
      if (seen.commands.has(command))
        broken("a command is in its stream once", `${command} was appended to ${stream} again`)
      seen.commands.add(command)
    }
  }

  const timesGoOn = (event: RecordedEvent, seen: StreamSeen) => {
    const at = millisOf(event.metadata.recordedAt)
    const before = seen.events.at(-1)
    if (before !== undefined && before.metadata.recordedAt > event.metadata.recordedAt)
      broken("times go on in a stream", `${event.stream}@${event.revision}`)
    if (Math.abs(at - trueMillis()) > 60_000 + MOST_SKEW)
      broken("an event is stamped by the service's clock", `${event.type} at ${event.metadata.recordedAt}`)
  }

  const deadlineHolds = (event: RecordedEvent, seen: StreamSeen) => {
    const { dueAt, state } = dataOf(event)
    const what = `${event.type} "${state}" due ${dueAt} in ${event.stream}`
    const key = `${state}@${dueAt}`
    if (seen.deadlines.has(key)) broken("a deadline comes once", what)
    seen.deadlines.add(key)
    if (event.metadata.recordedAt < dueAt || trueMillis() + MOST_SKEW < millisOf(dueAt))
      broken("a deadline is not early", `${what}, stored at ${new Date(trueMillis()).toISOString()}`)
    const begins = seen.events.map(({ metadata }) => millisOf(dueAt) - millisOf(metadata.recordedAt))
    if (!begins.some((wait) => WAITS.has(wait))) broken("a deadline lies its wait after what began it", what)
  }

  const nothingOvertakes = (events: ReadonlyArray<RecordedEvent>, seen: StreamSeen) => {
    const [first] = events
    if (first === undefined || seen.wakeAt === null || isTimeOut(first)) return
    if (millisOf(first.metadata.recordedAt) >= seen.wakeAt)
      broken("a due deadline comes before what is later", `${first.type} in ${first.stream}`)
  }

  const attemptHolds = (event: RecordedEvent, seen: StreamSeen) => {
    const { attempt } = dataOf(event)
    if (typeof attempt !== "number") return
    const expected = event.type === "DeploymentStarted" ? seen.attempt + 1 : seen.attempt
    const isKept = event.type === "DeploymentStarted" ? attempt === expected : attempt <= expected
    if (!isKept) broken("attempts only go on", `${event.type} of attempt ${attempt} after ${seen.attempt}`)
    seen.attempt = Math.max(seen.attempt, attempt)
  }

  const registered = (deviceId: string, { claims, hardware }: Registered) => {
    const { serialNumber } = hardware
    for (const other of live.values())
      if (other.serialNumber === serialNumber)
        broken("a machine has one owner", `${serialNumber} is ${other.deviceId} and ${deviceId}`)
    live.set(deviceId, { deviceId, serialNumber, claims })
    for (const claim of claims)
      if (holders.get(claim) !== deviceId)
        broken("an owner holds the identities", `${claim} is held by ${holders.get(claim) ?? "nobody"}`)
  }

  const ownerHolds = (event: RecordedEvent) => {
    const deviceId = idOf(event.stream)
    const data = dataOf(event)
    if (event.type === "TenantAssociated") tenants.set(deviceId, data.tenantId)
    if (event.type === "DeviceDeregistered") live.delete(deviceId)
    if (event.type === "DeviceRegistered") registered(deviceId, data)
  }

  const claimHolds = (event: RecordedEvent) => {
    const { deviceId } = dataOf(event)
    if (event.type === "HardwareClaimed") holders.set(event.stream, deviceId)
    else if (holders.get(event.stream) === deviceId) holders.delete(event.stream)
    for (const one of live.values())
      if (one.claims.includes(event.stream) && holders.get(event.stream) !== one.deviceId)
        broken("an owner holds the identities", `${event.stream} was taken from ${one.deviceId}`)
  }

  const holds = (event: RecordedEvent, seen: StreamSeen) => {
    timesGoOn(event, seen)
    if (isTimeOut(event)) deadlineHolds(event, seen)
    if (event.stream.startsWith("device-")) {
      attemptHolds(event, seen)
      ownerHolds(event)
    }
    if (event.stream.startsWith("hardware-")) claimHolds(event)
    seen.events.push(event)
    const { wakeAt } = event.metadata
    if (wakeAt !== undefined) seen.wakeAt = wakeAt === null ? null : millisOf(wakeAt.dueAt)
  }

  return {
    /** Which device ids are whose. */
    tenants,
    /** Streams whose earliest deadline lies before a moment. */
    overdue: (millis: number): ReadonlyArray<string> =>
      [...streams].flatMap(([stream, { wakeAt }]) => (wakeAt !== null && wakeAt < millis ? [stream] : [])),
    /** The live registrations, as the log has them. */
    live: (): ReadonlyArray<Live> => [...live.values()],
    /** Events that were stored by one append. */
    stored(events: ReadonlyArray<RecordedEvent>): void {
      const [first] = events
      if (first === undefined) return
      const seen = seenOf(first.stream)
      commandsAreOnce(first.stream, events, seen)
      nothingOvertakes(events, seen)
      for (const event of events) holds(event, seen)
    },
    /** A command was answered with success: it is in its stream, all of it. */
    acknowledged({ facts, revision, stream }: Answer): void {
      if (facts.length === 0) return
      const seen = seenOf(stream)
      const last = seen.events[revision]
      const own = seen.events.filter(({ metadata }) => metadata.commandId === last?.metadata.commandId)
      const types = own.map(({ type }) => type).join()
      if (last === undefined || types !== facts.map(({ type }) => type).join())
        broken(
          "what is acknowledged is in the log once",
          `${stream}@${revision} has ${types || "nothing"}, answered was ${facts.map(({ type }) => type).join()}`,
        )
    },
  }
}

export type LogWitness = ReturnType<typeof makeLogWitness>
