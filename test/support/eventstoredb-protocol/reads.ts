import { randomUUID } from "node:crypto"
import type { ReadReq, ReadResp } from "@eventstore/db-client/generated/streams_pb.js"
import type { ServerWritableStream } from "@grpc/grpc-js"
import { Effect, Fiber, Stream } from "effect"
import { decodePosition, encodePosition } from "#adapters/eventstore/rules"
import type { EventStore } from "#workflows/ports"
import type { FaultDesk } from "./faults.ts"
import { refusalOf } from "./gate.ts"
import {
  commitOf,
  isPosition,
  placeAtOrBefore,
  type ServerEvent,
  serverEvent,
  systemEventAfter,
  withSystemEvent,
} from "./log-view.ts"
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  streamNotFoundMessage,
} from "./messages.ts"
import { type CallRefused, noSuchPosition, streamDeleted } from "./status.ts"

type Call = ServerWritableStream<ReadReq, ReadResp>
type Options = ReadReq.Options
type Store = EventStore["Service"]
type Send = (message: ReadResp) => Effect.Effect<void>

/** What is served: a store, but for the streams that were deleted, and with faults. */
export interface Served {
  readonly store: Store
  readonly desk: FaultDesk
  readonly deleted: ReadonlySet<string>
}

const BACKWARDS = 1

/** Sends a message, and waits where the reader does not take it. */
const sendOn =
  (call: Call): Send =>
  (message) =>
    Effect.callback((resume) => {
      if (call.write(message)) return resume(Effect.void)
      const drained = () => resume(Effect.void)
      call.once("drain", drained)
      return Effect.sync(() => call.off("drain", drained))
    })

const placeOf = (position: string) => decodePosition(position) ?? 0

const readStream = Effect.fnUntraced(function* (
  { deleted, desk, store }: Served,
  options: Options,
  send: Send,
) {
  const stream = new TextDecoder().decode(options.getStream()?.getStreamIdentifier()?.getStreamName_asU8())
  if (deleted.has(stream)) return yield* Effect.fail(streamDeleted(stream))
  const last = yield* store.readLast(stream)
  if (last === undefined) return yield* send(streamNotFoundMessage(stream))
  const isBackwards = options.getReadDirection() === BACKWARDS
  const asked = Number(options.getStream()?.getRevision())
  const from = Math.max(asked, desk.faults.truncated.get(stream) ?? 0)
  const found = isBackwards ? [last] : yield* store.read(stream, { from, limit: Number(options.getCount()) })
  for (const event of found) yield* send(eventMessage(serverEvent(event, placeOf(event.position))))
})

/** The events of the server's log from its end, or from before an offset, backwards. */
const backwards = Effect.fnUntraced(function* (store: Store, before: number, count: number) {
  const end = Math.min(placeOf(yield* store.head), placeAtOrBefore(before))
  const begin = Math.max(0, end - count)
  const events = yield* store.readAll(encodePosition(begin)).pipe(Stream.take(end - begin), Stream.runCollect)
  const [first] = begin === 0 ? [systemEventAfter(0)] : []
  const all = [first, ...events.flatMap((event) => withSystemEvent(event, placeOf(event.position)))]
  return all
    .filter((event) => event !== undefined)
    .filter(({ commit }) => commit < before)
    .toReversed()
    .slice(0, count)
})

/** The events of the server's log from an offset on, forwards. */
const forwards = (store: Store, from: number): Stream.Stream<ServerEvent, CallRefused> => {
  const place = Math.max(0, Math.ceil(from / commitOf(1)) - 1)
  return Stream.fromIterable([systemEventAfter(place)].filter((event) => event !== undefined)).pipe(
    Stream.concat(
      Stream.flatMap(store.readAll(encodePosition(place)), (event) =>
        Stream.fromIterable(withSystemEvent(event, placeOf(event.position))),
      ),
    ),
    Stream.filter(({ commit }) => commit >= from),
    Stream.orDie,
  )
}

const offsetOf = (options: Options): number => {
  const all = options.getAll()
  if (all?.hasEnd()) return Number.MAX_SAFE_INTEGER
  return all?.hasPosition() ? Number(all.getPosition()?.getCommitPosition()) : 0
}

/** Refuses an offset at which no event begins. */
const checked = Effect.fnUntraced(function* (store: Store, options: Options) {
  const offset = offsetOf(options)
  const end = placeOf(yield* store.head)
  const isFine = offset === 0 || isPosition(offset, end)
  return isFine ? offset : yield* Effect.fail(noSuchPosition(options.hasSubscription()))
})

const readAll = Effect.fnUntraced(function* (store: Store, options: Options, send: Send) {
  const offset = yield* checked(store, options)
  const count = Number(options.getCount())
  const events =
    options.getReadDirection() === BACKWARDS
      ? Stream.fromIterable(yield* backwards(store, offset, count))
      : Stream.take(forwards(store, offset), count)
  yield* Stream.runForEach(events, (event) => send(eventMessage(event)))
})

const isWanted = (options: Options) => {
  const filter = options.getFilter()?.getStreamIdentifier()
  const regex = filter?.getRegex() ? new RegExp(filter.getRegex()) : undefined
  const prefixes = filter?.getPrefixList() ?? []
  return ({ stream }: ServerEvent) =>
    filter === undefined ||
    (regex === undefined ? prefixes.some((prefix) => stream.startsWith(prefix)) : regex.test(stream))
}

const subscribe = Effect.fnUntraced(function* (store: Store, options: Options, send: Send) {
  const offset = yield* checked(store, options)
  const wanted = isWanted(options)
  const window = options.getFilter()?.getMax() || 1
  let passed = 0
  yield* send(confirmationMessage(randomUUID()))
  const tell = Effect.fnUntraced(function* (event: ServerEvent) {
    if (event.commit <= offset) return
    if (wanted(event)) return yield* send(eventMessage(event))
    passed += 1
    if (passed % window === 0) yield* send(checkpointMessage(event.commit))
  })
  const place = Math.max(0, placeAtOrBefore(offset) - 1)
  yield* Stream.runForEach(store.subscribe(encodePosition(place)), (item) =>
    item._tag === "CaughtUp"
      ? send(caughtUpMessage())
      : Effect.forEach(
          item.events.flatMap((event) => withSystemEvent(event, placeOf(event.position))),
          tell,
          { discard: true },
        ),
  )
})

/** Serves reads of streams and of the whole log, and subscriptions to the whole log. */
export const serveReads = (served: Served) => {
  const { desk, store } = served
  const { answering, faults, open } = desk
  return (call: Call) => {
    const options = call.request.getOptions()
    const refusal = refusalOf(faults, call.metadata)
    if (refusal !== undefined || options === undefined) return void call.emit("error", refusal)
    const sendNow = sendOn(call)
    const send: Send = (message) => Effect.andThen(answering, sendNow(message))
    const isSubscription = options.hasSubscription()
    const serve = Effect.suspend(() => {
      if (options.hasStream()) return readStream(served, options, send)
      return isSubscription ? subscribe(store, options, send) : readAll(store, options, send)
    })
    const fiber = Effect.runFork(
      Effect.andThen(answering, serve).pipe(
        Effect.andThen(answering),
        Effect.matchEffect({
          onSuccess: () => Effect.sync(() => void call.end()),
          onFailure: (error) => Effect.sync(() => void call.emit("error", error)),
        }),
      ),
    )
    const openCall = { isSubscription, end: (why: CallRefused) => void call.emit("error", why) }
    open.add(openCall)
    const over = () => {
      open.delete(openCall)
      Effect.runFork(Fiber.interrupt(fiber))
    }
    call.on("cancelled", over)
    call.on("close", over)
  }
}
