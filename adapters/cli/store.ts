import { Config, Effect } from "effect"
import { Flag, GlobalFlag } from "effect/cli"
import { DEFAULT_STORE, readStoreUrl, serviceOn } from "#adapters/config"
import { ReadModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"

/** `--store URL`, on every command. */
export const storeFlag = GlobalFlag.Setting("store")({
  flag: Flag.String("store").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription(
      `Where the log is: sqlite:PATH or memory: (default: $FLIGHTLOG_STORE, or ${DEFAULT_STORE})`,
    ),
    Flag.withFallbackConfig(Config.NonEmptyString("FLIGHTLOG_STORE")),
    Flag.withDefault(DEFAULT_STORE),
  ),
})

/** Opens the store that `--store` names for a command, and closes it afterwards. */
export const onStore = <A, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const url = yield* readStoreUrl(yield* storeFlag)
    return yield* Effect.provide(command, serviceOn(url))
  })

/** Waits until the lists tell everything that the log holds now. */
export const caughtUp = Effect.gen(function* () {
  const head = yield* (yield* EventStore).head
  yield* (yield* ReadModels).reached(head)
})
