import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { shownStore } from "#adapters/config"
import { note, result } from "../output.ts"
import { theService } from "../service.ts"
import { Stop } from "../stop.ts"
import { onStore, theStoreUrl } from "../store.ts"

const HIGHEST_PORT = 65_535

/** `flightlog serve` */
export const serve = Command.make(
  "serve",
  {
    host: Flag.String("host").pipe(
      Flag.withMetavar("HOST"),
      Flag.withDescription("Where to listen; this computer only, until requests carry tokens"),
      Flag.withDefault("127.0.0.1"),
    ),
    port: Flag.Int("port").pipe(
      Flag.withMetavar("PORT"),
      Flag.withDescription("0 takes any that is free"),
      Flag.filter(
        (port) => port >= 0 && port <= HIGHEST_PORT,
        () => `Expected a number from 0 to ${HIGHEST_PORT}`,
      ),
      Flag.withDefault(8080),
    ),
  },
  Effect.fn("serve")(
    function* (listening) {
      const { address } = yield* theService(listening)
      yield* result(`Flightlog listens on ${address}`)
      yield* note(`Store: ${shownStore(yield* theStoreUrl)}`)
      yield* note(`Read how to speak to it: ${address}/ and ${address}/openapi.json`)
      yield* note("Stop it with Ctrl+C.")
      yield* (yield* Stop).requested
      yield* note("Stopping: requests under way come to their end ...")
    },
    Effect.scoped,
    onStore,
  ),
).pipe(
  Command.withDescription(
    "Runs the service until it is stopped: the HTTP API for Microsoft Graph clients, devices and this command line's own " +
      "operations, and what follows by itself (assignment, imports, time-outs). Commands may run beside it on the same store.",
  ),
  Command.withShortDescription("Run the service"),
  Command.withExamples([
    { command: "flightlog serve" },
    { command: "flightlog serve --port 0 --store sqlite:/var/lib/flightlog/flightlog.sqlite" },
    {
      command: "flightlog serve --store esdb+discover://cluster.example.com:2113 --data /var/lib/flightlog",
      description: "One of several nodes on an EventStoreDB cluster",
    },
  ]),
)
