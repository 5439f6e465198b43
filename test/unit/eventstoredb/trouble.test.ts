import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  UnknownError,
} from "@eventstore/db-client"
import { Metadata } from "@grpc/grpc-js"
import { describe, expect, it } from "vitest"
import { explainError } from "../../../adapters/eventstore/eventstoredb/trouble.ts"

const grpc = (code: number, details: string) =>
  Object.assign(new Error(`${code} ${details}`), { code, details, metadata: new Metadata() })

const NOT_DONE = { outcome: "not-done", isPassing: false }
const PASSING = { outcome: "not-done", isPassing: true }
const UNKNOWN = { outcome: "unknown", isPassing: true }

describe("what an error of the client means", () => {
  const refused = "UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113"
  const untrusted = "UNAVAILABLE: No connection established. Last error: self-signed certificate"
  const cases: ReadonlyArray<readonly [string, unknown, object, string]> = [
    ["a cut line", new UnavailableError(grpc(14, "UNAVAILABLE: Connection dropped")), UNKNOWN, "was cut"],
    ["a plain error with gRPC's code", grpc(14, "UNAVAILABLE: read ECONNRESET"), UNKNOWN, "was cut"],
    ["a node that is down", new UnavailableError(grpc(14, refused)), PASSING, "could not be reached"],
    ["a discovery without result", new Error("Failed to discover after 10 attempts."), PASSING, "reached"],
    ["an unknown authority", new UnavailableError(grpc(14, untrusted)), NOT_DONE, "No secure connection"],
    ["a deadline", new DeadlineExceededError(), UNKNOWN, "did not answer in time (deadline-exceeded)"],
    ["an aborted call", new TimeoutError(grpc(10, "ABORTED: Operation timed out")), UNKNOWN, "was cut"],
    ["a dropped reader", new TimeoutError(grpc(10, "ABORTED: Consumer too slow")), UNKNOWN, "keep up"],
    ["a call that the server cancelled", new CancelledError(grpc(1, "CANCELLED: x")), UNKNOWN, "was cut"],
    [
      "a call that was given up",
      new UnknownError(grpc(1, "CANCELLED: Cancelled on client")),
      UNKNOWN,
      "given up",
    ],
    ["a client that was closed meanwhile", new Error("Channel has been shut down"), UNKNOWN, "given up"],
    [
      "a node that is starting",
      new UnknownError(grpc(2, "UNKNOWN: Server Is Not Ready")),
      PASSING,
      "no requests",
    ],
    ["a busy node", new UnknownError(grpc(2, "UNKNOWN: Server Is Too Busy")), PASSING, "no requests"],
    [
      "a malformed request",
      new UnknownError(undefined, "Could not recognize BadRequest"),
      NOT_DONE,
      "understand",
    ],
    ["a wrong password", new AccessDeniedError(grpc(16, "UNAUTHENTICATED")), NOT_DONE, "refused the user"],
    ["a missing right", grpc(7, "PERMISSION_DENIED: Access Denied"), NOT_DONE, "lacks a right"],
    ["a deleted stream", StreamDeletedError.fromStreamName("device-1"), NOT_DONE, "was deleted"],
    ["a lower limit", MaxAppendSizeExceededError.fromMaxAppendSize(1000), NOT_DONE, "takes less"],
    ["an old server", grpc(12, "UNIMPLEMENTED: "), NOT_DONE, "does not know the request"],
  ]
  for (const [what, error, means, says] of cases)
    it(`tells ${what} by its type, code or text`, () => {
      expect(explainError(error)).toMatchObject(means)
      expect(explainError(error).reason).toContain(says)
    })

  it("leaves out the empty note that gRPC ends its texts with", () => {
    const error = new UnavailableError(grpc(14, `${refused} Resolution note: `))
    expect(explainError(error).reason).toMatch(/127\.0\.0\.1:2113\)\.$/)
  })

  it("takes what it does not know for an unknown outcome, and has nobody wait for it", () => {
    expect(explainError(new Error("boom"))).toEqual({
      reason: "The server failed (boom).",
      remedy: "Try again; an append is repeated with the same ids and the same expected revision.",
      outcome: "unknown",
      isPassing: false,
    })
    expect(explainError("text").reason).toBe("The server failed (text).")
  })
})
