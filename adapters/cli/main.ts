import * as NodeServices from "@effect/platform-node/NodeServices"
import { Deferred, Effect, Exit, Fiber, Layer } from "effect"
import { EXIT } from "./exit-code.ts"
import { nodeOutput } from "./node-output.ts"
import { runCli } from "./run-cli.ts"
import { Stop } from "./stop.ts"

/** Shells add the signal's number to this where a signal ended a program. */
const SIGNALLED = 128
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const

const stop = Deferred.makeUnsafe<void>()
let staysUp = false
let ended: number | null = null

const stopLayer = Layer.succeed(Stop, {
  requested: Effect.suspend(() => {
    staysUp = true
    return Deferred.await(stop)
  }),
})

// Whoever reads stdout may have seen enough: `flightlog devices | head -1`.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.io),
  )

const fiber = Effect.runFork(
  runCli(process.argv.slice(2)).pipe(
    Effect.provide(Layer.mergeAll(nodeOutput, stopLayer, NodeServices.layer)),
  ),
)

// The first signal ends a command in order, the second at once.
for (const [signal, number] of Object.entries(SIGNALS))
  process.on(signal, () => {
    if (ended !== null) process.exit(SIGNALLED + number)
    ended = SIGNALLED + number
    if (staysUp) Deferred.doneUnsafe(stop, Effect.void)
    else Effect.runFork(Fiber.interrupt(fiber))
  })

fiber.addObserver((exit) => {
  process.exitCode = Exit.isSuccess(exit) ? exit.value : (ended ?? EXIT.io)
})
