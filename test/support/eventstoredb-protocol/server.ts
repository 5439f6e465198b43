import { GossipService } from "@eventstore/db-client/generated/gossip_grpc_pb.js"
import gossip from "@eventstore/db-client/generated/gossip_pb.js"
import { ServerFeaturesService } from "@eventstore/db-client/generated/serverfeatures_grpc_pb.js"
import features from "@eventstore/db-client/generated/serverfeatures_pb.js"
import { StreamsService } from "@eventstore/db-client/generated/streams_grpc_pb.js"
import type { TombstoneReq } from "@eventstore/db-client/generated/streams_pb.js"
import streams from "@eventstore/db-client/generated/streams_pb.js"
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js"
import { Effect, type Scope } from "effect"
import { EventStore } from "#workflows/ports"
import { serveAppends } from "./appends.ts"
import { type Faults, makeFaults } from "./faults.ts"
import { refusalOf } from "./gate.ts"
import { serveReads } from "./reads.ts"
import { type CallRefused, streamDeleted } from "./status.ts"

/** A server that speaks EventStoreDB's protocol in front of an event store. */
export interface ProtocolServer {
  readonly port: number
  /** Its connection string, without user, for a server without TLS. */
  readonly url: string
  readonly faults: Faults
  /** Ends all open calls, or all subscriptions; with UNAVAILABLE, or as told. */
  cut(refusal?: CallRefused, which?: "all" | "subscriptions"): void
}

/** How the server is reached. */
export interface ProtocolServerOptions {
  /** Certificate and key in PEM; without them there is no TLS. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer }
  /** 0, the default, takes any free port. */
  readonly port?: number
}

const credentialsOf = ({ tls }: ProtocolServerOptions) =>
  tls === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }])

const listen = (server: Server, options: ProtocolServerOptions) =>
  Effect.callback<number, Error>((resume) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentialsOf(options), (error, port) =>
      resume(error === null ? Effect.succeed(port) : Effect.fail(error)),
    )
  })

const supported = () => {
  const method = new features.SupportedMethod()
  method.setServiceName("event_store.client.streams.streams")
  method.setMethodName("batchappend")
  const message = new features.SupportedMethods()
  message.setEventStoreServerVersion("23.10.0")
  message.addMethods(method)
  return message
}

const members = (port: number, { leader }: Faults) => {
  const endPoint = new gossip.EndPoint()
  endPoint.setAddress(leader?.host ?? "127.0.0.1")
  endPoint.setPort(leader?.port ?? port)
  const member = new gossip.MemberInfo()
  member.setState(gossip.MemberInfo.VNodeState.LEADER)
  member.setIsAlive(true)
  member.setTimeStamp("0")
  member.setHttpEndPoint(endPoint)
  const message = new gossip.ClusterInfo()
  message.addMembers(member)
  return message
}

const tombstone =
  (faults: Faults, deleted: Set<string>) =>
  ({ metadata, request }: ServerUnaryCall<TombstoneReq, unknown>, answer: sendUnaryData<unknown>) => {
    const name = request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8()
    const stream = new TextDecoder().decode(name)
    const refusal = refusalOf(faults, metadata)
    if (refusal !== undefined) return answer(refusal)
    if (deleted.has(stream)) return answer(streamDeleted(stream))
    deleted.add(stream)
    answer(null, new streams.TombstoneResp())
  }

/**
 * Starts the server, for as long as the scope is open. It does what the adapter needs of a real node and can do on demand what a real one does
 * only by accident. What a real node does is the judge of it.
 */
export const protocolServer = (
  options: ProtocolServerOptions = {},
): Effect.Effect<ProtocolServer, Error, EventStore | Scope.Scope> =>
  Effect.gen(function* () {
    const store = yield* EventStore
    const desk = makeFaults()
    const deleted = new Set<string>()
    const server = new Server({ "grpc.max_receive_message_length": 17 * 1024 * 1024 })
    const address = { port: 0 }
    server.addService(StreamsService, {
      read: serveReads({ store, desk, deleted }),
      batchAppend: serveAppends({ store, desk, deleted }),
      tombstone: tombstone(desk.faults, deleted),
    })
    server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, supported()),
    })
    server.addService(GossipService, {
      read: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, members(address.port, desk.faults)),
    })
    address.port = yield* Effect.acquireRelease(listen(server, options), () =>
      Effect.sync(() => server.forceShutdown()),
    )
    const url = `esdb://127.0.0.1:${address.port}?tls=false`
    return { port: address.port, url, faults: desk.faults, cut: desk.cut }
  })
