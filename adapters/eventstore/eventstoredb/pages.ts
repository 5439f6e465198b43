import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type ResolvedEvent,
  START,
  type StreamingRead,
} from "@eventstore/db-client"
import { Effect } from "effect"
import type { Client } from "./client.ts"
import { explainError, type Trouble } from "./trouble.ts"

const isNoStream = (error: unknown) =>
  error instanceof Error && "type" in error && error.type === "stream-not-found"

/** A place in the log as the server wants it; whatever Flightlog writes has the same place twice. */
export const serverPosition = (place: number) =>
  place === 0 ? START : { commit: BigInt(place), prepare: BigInt(place) }

/**
 * Collects what a read of bounded size gives; nothing where there is no such stream. The stream's events are listened to, which is
 * faster than its iterator, and it is cancelled when nobody waits for it any more: it has no deadline of its own.
 */
const collect = <A>(open: () => StreamingRead<A>): Effect.Effect<ReadonlyArray<A>, Trouble> =>
  Effect.callback((resume) => {
    const stream = open()
    const found: Array<A> = []
    stream.on("data", (event) => found.push(event))
    stream.on("end", () => resume(Effect.succeed(found)))
    // The listener stays for as long as the stream lives: an error that nobody listens to would end the process.
    stream.on("error", (error) =>
      resume(isNoStream(error) ? Effect.succeed([]) : Effect.fail(explainError(error))),
    )
    return Effect.sync(() => void stream.cancel().catch(() => {}))
  })

/** Some events of all: from a place on (backwards excludes it), or from the log's end. */
export interface AllPage {
  readonly from: number | "end"
  readonly direction: "forwards" | "backwards"
  readonly count: number
}

/** Reads a page of the log of all streams, the server's own events among them. */
export const readAllPage =
  ({ count, direction, from }: AllPage, requiresLeader: boolean) =>
  (client: Client): Effect.Effect<ReadonlyArray<AllStreamResolvedEvent>, Trouble> =>
    collect(() =>
      client.readAll({
        fromPosition: from === "end" ? END : serverPosition(from),
        direction: direction === "forwards" ? FORWARDS : BACKWARDS,
        maxCount: count,
        requiresLeader,
      }),
    )

/** Some events of a stream: from a revision on, or its last ones, backwards. */
export interface StreamPage {
  readonly stream: string
  readonly from: number | "end"
  readonly count: number
}

/** Reads a page of a stream, from the leader. */
export const readStreamPage =
  ({ count, from, stream }: StreamPage) =>
  (client: Client): Effect.Effect<ReadonlyArray<ResolvedEvent>, Trouble> =>
    collect(() =>
      client.readStream(stream, {
        fromRevision: from === "end" ? END : BigInt(from),
        direction: from === "end" ? BACKWARDS : FORWARDS,
        maxCount: count,
        requiresLeader: true,
      }),
    )
