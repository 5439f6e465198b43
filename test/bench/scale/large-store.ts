import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { serviceOn } from "#adapters/config"
import { ReadModels } from "#projections/runtime"
import { EventStore, Keys } from "#workflows/ports"
import { cloneInto, type Original, readOriginal } from "../clone-devices.ts"
import { benchTenant, deviceWithHistory } from "../histories.ts"

/** How many histories the engine makes; of each hundred, one is long. */
const ORIGINALS = 1_000
const LONG_EVERY = 100
/** Each application is reported twice: with registration and deployment these are 300 events. */
const APPLICATIONS = 140

/** A store of many devices, with its lists up to date. */
export interface LargeStore {
  readonly directory: string
  readonly path: string
  readonly devices: number
  readonly events: number
  readonly tenantId: string
  /** Clones with a number that is a multiple of this have long histories. */
  readonly longEvery: number
}

const MADE = "made.json"

const say = (text: string) => process.stderr.write(`${text}\n`)

const makeOriginals = Effect.gen(function* () {
  const tenantId = yield* benchTenant
  const originals: Array<Original> = []
  for (let number = 0; number < ORIGINALS; number++) {
    const long = number % LONG_EVERY === 0
    originals.push(
      yield* readOriginal(yield* deviceWithHistory(tenantId, number, long ? APPLICATIONS : null)),
    )
  }
  return { tenantId, originals, keys: yield* Keys }
})

const feedLists = Effect.gen(function* () {
  const head = yield* (yield* EventStore).head
  yield* (yield* ReadModels).reached(head, 4 * 60 * 60 * 1000)
})

const progressOf = (what: string) => {
  let told = performance.now()
  const begun = told
  return (clones: number, events: number) => {
    if (performance.now() - told < 5_000) return
    told = performance.now()
    const rate = Math.round((events / (told - begun)) * 1000)
    say(`  ${what}: ${clones.toLocaleString("en")} devices, ${rate.toLocaleString("en")} events/s`)
  }
}

const build = async (directory: string, devices: number): Promise<LargeStore> => {
  const path = join(directory, "flightlog.sqlite")
  const open = () => ManagedRuntime.make(Layer.fresh(serviceOn({ kind: "sqlite", path })))
  const first = open()
  const { keys, originals, tenantId } = await first.runPromise(makeOriginals)
  const before = performance.now()
  const events = cloneInto(path, keys, originals, { count: devices, progress: progressOf("cloning") })
  const rate = Math.round((events / (performance.now() - before)) * 1000)
  say(`  ${events.toLocaleString("en")} events written, ${rate.toLocaleString("en")} a second`)
  const begun = performance.now()
  await first.runPromise(feedLists)
  say(`  lists up to date after ${Math.round((performance.now() - begun) / 1000)} s`)
  await first.dispose()
  return { directory, path, devices, events, tenantId, longEvery: LONG_EVERY }
}

/** The store of so many devices in a directory; it is made where there is none and kept for the next time. */
export const largeStore = async (base: string, devices: number): Promise<LargeStore> => {
  const directory = join(base, `${devices}`)
  const made = join(directory, MADE)
  if (existsSync(made)) return JSON.parse(readFileSync(made, "utf8"))
  say(`Making a store of ${devices.toLocaleString("en")} devices in ${directory}`)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const store = await build(directory, devices)
  writeFileSync(`${made}.part`, JSON.stringify(store))
  renameSync(`${made}.part`, made)
  return store
}
