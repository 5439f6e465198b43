import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { serviceOn } from "#adapters/config"
import { ReadModels } from "#projections/runtime"
import { advanceProcess } from "#workflows/commands"
import { EventStore, Keys } from "#workflows/ports"
import { allProcesses } from "#workflows/processes"
import { cloneInto, type Original, readOriginal } from "../clone-devices.ts"
import { benchTenant, deviceWithHistory } from "../histories.ts"

/** How many devices the store has that a large one is compared with. */
export const SMALL = 10_000

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
  /** Events a second that were written as it was made. */
  readonly cloned: number
  /** Events a second by which its lists caught up with it then. */
  readonly caughtUp: number
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

/**
 * Brings a store to where a server that has run all the while would have it: the lists made, as this version has them, and the processes
 * past what was copied, which was dealt with in the originals.
 */
const settle = Effect.gen(function* () {
  const head = yield* (yield* EventStore).head
  yield* (yield* ReadModels).reached(head, 4 * 60 * 60 * 1000)
  for (const { name } of allProcesses) yield* advanceProcess(name, head)
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

const serviceIn = (path: string) => ManagedRuntime.make(Layer.fresh(serviceOn({ kind: "sqlite", path })))

const build = async (directory: string, devices: number): Promise<LargeStore> => {
  const path = join(directory, "flightlog.sqlite")
  const first = serviceIn(path)
  const { keys, originals, tenantId } = await first.runPromise(makeOriginals)
  let begun = performance.now()
  const events = cloneInto(path, keys, originals, { count: devices, progress: progressOf("cloning") })
  const rate = () => Math.round((events / (performance.now() - begun)) * 1000)
  const cloned = rate()
  say(`  ${events.toLocaleString("en")} events written, ${cloned.toLocaleString("en")} a second`)
  begun = performance.now()
  await first.runPromise(settle)
  const caughtUp = rate()
  say(`  lists up to date at ${caughtUp.toLocaleString("en")} events a second`)
  await first.dispose()
  return { directory, path, devices, events, tenantId, longEvery: LONG_EVERY, cloned, caughtUp }
}

/** The store of so many devices in a directory; it is made where there is none and kept for the next time. */
export const largeStore = async (base: string, devices: number): Promise<LargeStore> => {
  const directory = join(base, `${devices}`)
  const made = join(directory, MADE)
  if (existsSync(made)) {
    const store: LargeStore = JSON.parse(readFileSync(made, "utf8"))
    say(`Bringing the store of ${devices.toLocaleString("en")} devices up to date`)
    const service = serviceIn(store.path)
    await service.runPromise(settle)
    await service.dispose()
    return store
  }
  say(`Making a store of ${devices.toLocaleString("en")} devices in ${directory}`)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const store = await build(directory, devices)
  writeFileSync(`${made}.part`, JSON.stringify(store))
  renameSync(`${made}.part`, made)
  return store
}
