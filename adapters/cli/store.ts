import { Config, Effect, Option } from "effect"
import { Flag, GlobalFlag } from "effect/cli"
import { DEFAULT_DATA, DEFAULT_STORE, readStoreUrl, type StoreUrl, serviceOn } from "#adapters/config"
import { ReadModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"

/** `--store URL`, on every command. */
export const storeFlag = GlobalFlag.Setting("store")({
  flag: Flag.String("store").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription(
      "Where the log is: sqlite:PATH, esdb://USER:PASSWORD@HOST:PORT or memory: " +
        `(default: $FLIGHTLOG_STORE, which keeps a password out of lists of processes, or ${DEFAULT_STORE})`,
    ),
    Flag.optional,
  ),
})

/** `--data DIR`, on every command. */
export const dataFlag = GlobalFlag.Setting("data")({
  flag: Flag.String("data").pipe(
    Flag.withMetavar("DIR"),
    Flag.withDescription(
      "Where this machine keeps its lists, which are built anew from the log if they are not there (default: " +
        `$FLIGHTLOG_DATA; else beside the log if it is a file, or ${DEFAULT_DATA})`,
    ),
    Flag.withFallbackConfig(Config.NonEmptyString("FLIGHTLOG_DATA")),
    Flag.optional,
  ),
})

/** A store as a command line names it, with the data directory of the command. */
export const readStore = Effect.fnUntraced(function* (name: string) {
  return yield* readStoreUrl(name, Option.getOrUndefined(yield* dataFlag))
})

/** The store of a command: the one that `--store` names, or the environment, or the default. */
export const theStoreUrl = Effect.gen(function* () {
  const fromEnvironment = yield* Effect.orDie(Config.withDefault(Config.String("FLIGHTLOG_STORE"), ""))
  const given = Option.getOrElse(yield* storeFlag, () => fromEnvironment)
  return yield* readStore(given === "" ? DEFAULT_STORE : given)
})

/** Gives a command the service on a store, and closes that afterwards. */
export const onStoreAt =
  (url: StoreUrl) =>
  <A, E, R>(command: Effect.Effect<A, E, R>) =>
    Effect.provide(command, serviceOn(url))

/** Opens the store of a command for it, and closes it afterwards. */
export const onStore = <A, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.flatMap(theStoreUrl, (url) => onStoreAt(url)(command))

/** Waits until the lists tell everything that the log holds now. */
export const caughtUp = Effect.gen(function* () {
  const head = yield* (yield* EventStore).head
  yield* (yield* ReadModels).reached(head)
})
