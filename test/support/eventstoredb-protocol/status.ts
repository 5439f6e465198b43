import { Metadata, status } from "@grpc/grpc-js"

/** How a call ends that is not answered: gRPC's code and text, and what the server says beside it. */
export class CallRefused extends Error {
  readonly code: status
  readonly details: string
  readonly metadata = new Metadata()

  constructor(code: status, details: string, about: Readonly<Record<string, string>> = {}) {
    super(details)
    this.code = code
    this.details = details
    for (const [name, value] of Object.entries(about)) this.metadata.set(name, value)
  }
}

/** The texts and codes below are those of a real node. */
export const notLeader = ({ host, port }: { readonly host: string; readonly port: number }) =>
  new CallRefused(status.NOT_FOUND, "Leader info available", {
    exception: "not-leader",
    "leader-endpoint-host": host,
    "leader-endpoint-port": String(port),
  })

export const streamDeleted = (stream: string) =>
  new CallRefused(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: "stream-deleted",
    "stream-name": stream,
  })

export const notAuthenticated = () => new CallRefused(status.UNAUTHENTICATED, "Unauthenticated")
export const notReady = () => new CallRefused(status.UNKNOWN, "Server Is Not Ready")
export const connectionDropped = () => new CallRefused(status.UNAVAILABLE, "Connection dropped")
export const tooSlow = () =>
  new CallRefused(
    status.ABORTED,
    "Operation timed out: Consumer too slow to handle event while live. Client resubscription required.",
  )
export const noSuchPosition = (isSubscription: boolean) =>
  new CallRefused(
    status.UNKNOWN,
    isSubscription ? "Exception was thrown by handler." : "Unexpected ReadAllResult: Error",
  )
