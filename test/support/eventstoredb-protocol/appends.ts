import type { BatchAppendReq, BatchAppendResp } from "@eventstore/db-client/generated/streams_pb.js"
import type { ServerDuplexStream } from "@grpc/grpc-js"
import { Effect } from "effect"
import { decodePosition } from "#adapters/eventstore/rules"
import type { ProposedEvent } from "#workflows/ports"
import { refusalOf } from "./gate.ts"
import { commitOf } from "./log-view.ts"
import { type AppendedTo, appendedMessage, conflictMessage, refusedMessage } from "./messages.ts"
import type { Served } from "./reads.ts"
import { connectionDropped } from "./status.ts"

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>

/** An append, of which parts may still be on their way. */
interface Arriving {
  readonly to: AppendedTo
  readonly expected: number
  readonly events: Array<ProposedEvent>
}

const utf8 = new TextDecoder()
const json = (bytes: Uint8Array) => (bytes.length === 0 ? {} : JSON.parse(utf8.decode(bytes)))

const arriving = (request: BatchAppendReq): Arriving => {
  const options = request.getOptions()
  const stream = utf8.decode(options?.getStreamIdentifier()?.getStreamName_asU8())
  return {
    to: { correlation: request.getCorrelationId()?.getString() ?? "", stream },
    expected: options?.hasNoStream() ? -1 : Number(options?.getStreamPosition()),
    events: [],
  }
}

const proposedEvents = (request: BatchAppendReq): ReadonlyArray<ProposedEvent> =>
  request.getProposedMessagesList().map((message) => ({
    id: message.getId()?.getString() ?? "",
    type: message.getMetadataMap().get("type") ?? "",
    payload: json(message.getData_asU8()),
    metadata: json(message.getCustomMetadata_asU8()),
  }))

/** Serves appends in the way that the client's fast path has them: many on one call, each answered by itself. */
export const serveAppends = ({ deleted, desk, store }: Served) => {
  const { answering, faults, open } = desk

  const answerTo = ({ events, expected, to }: Arriving) => {
    // Metadata of a stream: taken, and without effect.
    if (to.stream.startsWith("$$")) return Effect.succeed(appendedMessage(to, 0, commitOf(1)))
    if (deleted.has(to.stream))
      return Effect.succeed(refusedMessage(to, "StreamDeleted", "StreamDeleted", new Uint8Array()))
    return store.append(to.stream, expected < 0 ? "no-stream" : expected, events).pipe(
      Effect.map(({ position, revision }) =>
        appendedMessage(to, revision, commitOf(decodePosition(position) ?? 0)),
      ),
      Effect.catchTag("WrongExpectedRevision", ({ actual }) =>
        Effect.succeed(conflictMessage(to, expected, actual === "no-stream" ? -1 : actual)),
      ),
      Effect.catch(({ message }) =>
        Effect.succeed(refusedMessage(to, `BadRequest ${message}`, "BadRequest", new Uint8Array())),
      ),
    )
  }

  return (call: Call) => {
    const refusal = refusalOf(faults, call.metadata)
    if (refusal !== undefined) return void call.emit("error", refusal)
    const parts = new Map<string, Arriving>()
    const openCall = { isSubscription: false, end: (why: Error) => void call.emit("error", why) }
    open.add(openCall)
    call.on("close", () => open.delete(openCall))
    call.on("cancelled", () => open.delete(openCall))

    const finish = Effect.fnUntraced(function* (append: Arriving) {
      const answer = yield* answerTo(append)
      yield* answering
      if (faults.loseAnswers > 0) {
        faults.loseAnswers -= 1
        return void call.emit("error", connectionDropped())
      }
      call.write(answer)
    })
    call.on("data", (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()?.getString() ?? ""
      const append = parts.get(correlation) ?? arriving(request)
      append.events.push(...proposedEvents(request))
      parts.set(correlation, append)
      if (!request.getIsFinal()) return
      parts.delete(correlation)
      Effect.runFork(finish(append))
    })
    call.on("end", () => call.end())
  }
}
