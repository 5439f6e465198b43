import { Result } from "effect"
import { isUuid } from "#domain/kernel"
import {
  AppendRefused,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  MAX_NAME_LENGTH,
  type ProposedEvent,
} from "#workflows/ports"

/** An event as it will be stored: payload and metadata as JSON text. */
export interface PreparedEvent {
  readonly id: string
  readonly type: string
  readonly payload: string
  readonly metadata: string
}

const CONTROL = /\p{Cc}/u

const flawOfName = (what: string, name: string): string | undefined => {
  if (name === "") return `The ${what} is empty. Give it a name.`
  if (name.length > MAX_NAME_LENGTH)
    return `The ${what} has ${name.length} characters; ${MAX_NAME_LENGTH} are allowed. Shorten it.`
  if (name.startsWith("$"))
    return `The ${what} "${name}" begins with "$", which EventStoreDB keeps for itself. Choose another.`
  if (CONTROL.test(name) || !name.isWellFormed())
    return `The ${what} ${JSON.stringify(name)} holds characters that are no text. Leave them out.`
  return undefined
}

/** What is wrong with the name of a stream, if something is. */
export const flawOfStream = (stream: string): string | undefined => flawOfName("stream's name", stream)

const flawOfExpected = (expected: ExpectedRevision): string | undefined =>
  expected === "no-stream" || (Number.isSafeInteger(expected) && expected >= 0)
    ? undefined
    : `The expected revision is ${expected}; it must be "no-stream" or a whole number from 0 on.`

const flawOfId = (id: string): string | undefined =>
  isUuid(id) && id === id.toLowerCase()
    ? undefined
    : `The event id "${id}" is no UUID in lower case, such as 6f1b7c7e-0c0a-5f3e-9a51-2f6d0e2f4a10.`

const flawOf = (stream: string, expected: ExpectedRevision, events: ReadonlyArray<ProposedEvent>) => {
  const flaw = flawOfStream(stream) ?? flawOfExpected(expected)
  if (flaw !== undefined) return flaw
  if (events.length === 0) return "It has no events. Append at least one."
  for (const event of events) {
    const flaw = flawOfId(event.id) ?? flawOfName("event type", event.type)
    if (flaw !== undefined) return flaw
  }
  return undefined
}

const prepareEvent = (event: ProposedEvent): PreparedEvent => ({
  id: event.id,
  type: event.type,
  payload: JSON.stringify(event.payload),
  metadata: JSON.stringify(event.metadata),
})

/** EventStoreDB counts payload, metadata and twice the type's length (its `Event.SizeOnDisk`). */
const sizeOf = (event: PreparedEvent): number =>
  Buffer.byteLength(event.payload) + Buffer.byteLength(event.metadata) + 2 * event.type.length

/**
 * Checks an append against what every store keeps to (names, ids, at least one event, MAX_APPEND_BYTES in all) and
 * turns its events into text.
 */
export const prepareAppend = (
  stream: string,
  expected: ExpectedRevision,
  events: ReadonlyArray<ProposedEvent>,
): Result.Result<ReadonlyArray<PreparedEvent>, AppendRefused> => {
  const refuse = (reason: string) => Result.fail(new AppendRefused({ stream, reason }))
  const flaw = flawOf(stream, expected, events)
  if (flaw !== undefined) return refuse(flaw)
  return Result.flatMap(
    Result.try({
      try: () => events.map(prepareEvent),
      catch: (cause) => new AppendRefused({ stream, reason: `An event is no JSON: ${cause}.` }),
    }),
    (prepared) => {
      const bytes = prepared.reduce((sum, event) => sum + sizeOf(event), 0)
      return bytes <= MAX_APPEND_BYTES
        ? Result.succeed(prepared)
        : refuse(
            `It has ${bytes} bytes; ${MAX_APPEND_BYTES} are allowed for all its events together. Split it into several.`,
          )
    },
  )
}
