import { Effect, Layer, Result } from "effect"
import { beforeAll, it } from "vitest"
import { systemEntropy } from "#adapters/entropy"
import {
  AsideStreams,
  type EventStoreDbAddress,
  eventStoreDb,
  readAddress,
} from "#adapters/eventstore/eventstoredb"
import { Entropy } from "#workflows/ports"

/** The address of a real EventStoreDB node, where the environment names one. */
const REAL_NODE = process.env.FLIGHTLOG_TEST_EVENTSTORE

const EXAMPLE = "such as esdb://127.0.0.1:2113?tls=false"

/** Flightlog makes no secret for a log that holds events: so that suites share a node in any order, it is there before all of them. */
const foundSecret = (address: EventStoreDbAddress) =>
  Effect.gen(function* () {
    const key = Buffer.from((yield* Entropy).bytes(32)).toString("base64")
    yield* (yield* AsideStreams).findOrPut("keys-deployment", { type: "KeyMade", data: { key } })
  }).pipe(Effect.provide(Layer.mergeAll(eventStoreDb(address), systemEntropy)))

/** Declares tests of a real node, or tells why they are left out. */
export const onRealNode = (what: string, tests: (address: EventStoreDbAddress) => void) => {
  if (REAL_NODE !== undefined) {
    const address = Result.getOrThrow(readAddress(REAL_NODE))
    beforeAll(() => Effect.runPromise(foundSecret(address)))
    tests(address)
    return
  }
  const skipped = `${what} on a real EventStoreDB node: skipped, FLIGHTLOG_TEST_EVENTSTORE names none (${EXAMPLE})`
  console.info(skipped)
  it.skip(skipped, () => {})
}
