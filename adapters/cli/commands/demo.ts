import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { readStoreUrl, serviceOn } from "#adapters/config"
import { stageOn } from "../demo/stage.ts"
import { walk } from "../demo/walk.ts"
import { note, result } from "../output.ts"
import { theService } from "../service.ts"
import { Stop } from "../stop.ts"

const freshDirectory = Effect.tryPromise(() => mkdtemp(join(tmpdir(), "flightlog-demo-")))

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
    const store = `sqlite:${join(directory, "flightlog.sqlite")}`
    const play = Effect.gen(function* () {
      const { address } = yield* theService({ host: "127.0.0.1", port: 0 })
      yield* result(`Flightlog is up at ${address}, with a fresh store in ${directory}`)
      yield* result("What follows is typed and sent as any user would do it.")
      yield* Effect.provide(walk({ directory, address }), stageOn(store))
      if (exit)
        return yield* result(`\nThat was all. What happened stays in ${directory} until you delete it.`)
      yield* result(addresses(address, store))
      yield* (yield* Stop).requested
      yield* note("Stopping ...")
    }).pipe(Effect.scoped)
    yield* Effect.provide(play, serviceOn(yield* readStoreUrl(store)))
  }),
).pipe(
  Command.withDescription(
    "Shows everything once, in half a minute: an organisation, its devices, six deployments with what can go wrong in them, " +
      "the lists and one device's history. On a fresh store in a temporary directory; your own is not touched.",
  ),
  Command.withShortDescription("See everything once, with devices that are not there"),
  Command.withExamples([
    { command: "flightlog demo", description: "Stays up at the end, to look around" },
    { command: "flightlog demo --exit" },
  ]),
)
