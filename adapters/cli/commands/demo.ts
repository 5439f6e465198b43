import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { EventStore, START } from "#workflows/ports"
import { CliRefusal } from "../complaint.ts"
import { stageOn } from "../demo/stage.ts"
import { walk } from "../demo/walk.ts"
import { lastingStore } from "../existing-store.ts"
import { EXIT } from "../exit-code.ts"
import { note, result } from "../output.ts"
import { theService } from "../service.ts"
import { Stop } from "../stop.ts"
import { dataFlag, onStoreAt, storeFlag } from "../store.ts"

const freshDirectory = Effect.tryPromise(() => mkdtemp(join(tmpdir(), "flightlog-demo-")))

/** The store that the command line names itself, or one in a fresh directory: a demo never touches the store that the environment names. */
const demoStore = Effect.fnUntraced(function* (directory: string) {
  const fresh = `sqlite:${join(directory, "flightlog.sqlite")}`
  const given = Option.getOrElse(yield* storeFlag, () => fresh)
  const { name, url } = yield* lastingStore(given, "--store")
  const data = Option.getOrUndefined(yield* dataFlag)
  return { name, url, flags: ["--store", given, ...(data === undefined ? [] : ["--data", data])] }
})

const inUse = (store: string) =>
  new CliRefusal({
    code: "demo-store-in-use",
    what: `The store ${JSON.stringify(store)} holds events: the demo needs one of its own.`,
    where: "--store",
    remedy: "Name an empty store, or none for one in a fresh directory.",
    exit: EXIT.refused,
  })

const addresses = (address: string, store: string): string =>
  [
    "",
    "== 6. Have a look yourself ==",
    "",
    "The service stays up. Open or fetch:",
    `  ${address}/`,
    `  ${address}/v1.0/deviceManagement/windowsAutopilotDeviceIdentities`,
    `  ${address}/v1.0/deviceManagement/managedDevices`,
    `  ${address}/beta/deviceManagement/autopilotEvents`,
    `  ${address}/openapi.json`,
    "",
    "Or type commands in another terminal, on the same store:",
    `  export FLIGHTLOG_STORE=${store}`,
    "  npx flightlog devices",
    "  npx flightlog simulate --devices 3 --plan straight",
    "",
    "Stop it with Ctrl+C.",
  ].join("\n")

/** `flightlog demo` */
export const demo = Command.make(
  "demo",
  {
    exit: Flag.Boolean("exit").pipe(
      Flag.withDescription("End after the last step instead of staying up"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn("demo")(function* ({ exit }) {
    const directory = yield* freshDirectory
    const { flags, name, url } = yield* demoStore(directory)
    const play = Effect.gen(function* () {
      if ((yield* (yield* EventStore).head) !== START) return yield* inUse(name)
      const { address } = yield* theService({ host: "127.0.0.1", port: 0 })
      yield* result(`Flightlog is up at ${address}, on a fresh store: ${name}`)
      yield* result("What follows is typed and sent as any user would do it.")
      yield* Effect.provide(walk({ directory, address }), stageOn(flags))
      if (exit) return yield* result(`\nThat was all. What happened stays in ${name} until you delete it.`)
      yield* result(addresses(address, name))
      yield* (yield* Stop).requested
      yield* note("Stopping ...")
    }).pipe(Effect.scoped)
    yield* onStoreAt(url)(play)
  }),
).pipe(
  Command.withDescription(
    "Shows everything once, in half a minute: an organisation, its devices, six deployments with what can go wrong in them, " +
      "the lists and one device's history. On a fresh store in a temporary directory, or on the empty one that --store names; your " +
      "own is not touched.",
  ),
  Command.withShortDescription("See everything once, with devices that are not there"),
  Command.withExamples([
    { command: "flightlog demo", description: "Stays up at the end, to look around" },
    { command: "flightlog demo --exit" },
    {
      command: "flightlog demo --store esdb://127.0.0.1:2113?tls=false",
      description: "On an EventStoreDB, see compose.yaml",
    },
  ]),
)
