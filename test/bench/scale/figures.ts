import { randomUUID } from "node:crypto"
import { Effect, Layer, ManagedRuntime } from "effect"
import { serviceOn } from "#adapters/config"
import { serveHttp } from "#adapters/http"
import { ReadModels } from "#projections/runtime"
import { deviceHistory } from "#workflows/audit"
import { changeGroupTag } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { callerIn } from "../../support/contoso.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { cloneId } from "../clone-devices.ts"
import type { Figure, Round } from "../figure.ts"
import { timed } from "../figure.ts"
import type { LargeStore } from "./large-store.ts"

const LIST = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

/** A service on a large store, with its HTTP face. */
const openStore = async (store: LargeStore) => {
  const runtime = ManagedRuntime.make(Layer.fresh(serviceOn({ kind: "sqlite", path: store.path })))
  const stop = new AbortController()
  const serving = Promise.withResolvers<string>()
  const served = runtime
    .runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* (yield* ReadModels).reached(yield* (yield* EventStore).head, 600_000)
          serving.resolve((yield* serveHttp({ host: "127.0.0.1", port: 0, version: "bench" })).address)
          yield* Effect.never
        }),
      ),
      { signal: stop.signal },
    )
    .catch((error) => serving.reject(error))
  const address = await serving.promise
  return {
    ...store,
    address,
    run: runtime.runPromise,
    close: async () => {
      stop.abort()
      await served
      await runtime.dispose()
    },
  }
}

type OpenStore = Awaited<ReturnType<typeof openStore>>

const times = (count: number, run: () => Promise<unknown>): Promise<Round> =>
  timed(count, async () => {
    for (let time = 0; time < count; time++) await run()
  })

const anyOf = ({ devices }: LargeStore): string => cloneId(Math.floor(Math.random() * devices))

const anyLongOf = ({ devices, longEvery }: LargeStore): string =>
  cloneId(Math.floor((Math.random() * devices) / longEvery) * longEvery)

const got = async (address: string) => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const SALT = "AAAAAAAAAAAAAAAAAAAAAA=="

const append = ({ run }: OpenStore) =>
  times(200, () => {
    const event = anEvent({ payload: { data: { before: null, after: "sales" }, salt: SALT } })
    return run(EventStore.use((store) => store.append(`device-${randomUUID()}`, "no-stream", [event])))
  })

const command = (store: OpenStore) =>
  times(100, () =>
    store.run(changeGroupTag(anyOf(store), randomUUID().slice(0, 8), callerIn(store.tenantId))),
  )

const page = ({ address }: OpenStore) => times(100, () => got(`${address}${LIST}?$top=50`))

const oneDevice = (store: OpenStore) => times(200, () => got(`${store.address}${LIST}/${anyOf(store)}`))

const history = (store: OpenStore) =>
  times(50, async () => {
    const entries = await store.run(deviceHistory(anyLongOf(store), store.tenantId))
    if (entries.length < 250) throw new Error(`a long history has ${entries.length} events`)
  })

const WORK: ReadonlyArray<readonly [name: string, unit: string, (store: OpenStore) => Promise<Round>]> = [
  ["append", "appends/s", append],
  ["command", "commands/s", command],
  ["page of 50", "pages/s", page],
  ["one device by id", "reads/s", oneDevice],
  ["history of 300 events", "histories/s", history],
]

/** What a figure of scale is called, from so many devices to so many. */
const nameOf = (work: string, few: number, many: number): string =>
  `${few.toLocaleString("en")} -> ${many.toLocaleString("en")} devices: ${work}`

/** The names of the figures of scale. */
export const scaleNames = (few: number, many: number): ReadonlyArray<string> =>
  WORK.map(([work]) => nameOf(work, few, many))

/** The same work on a small and on a large store: how much longer it takes where there is much. */
export const scaleFigures = (small: LargeStore, large: LargeStore): ReadonlyArray<Figure> =>
  WORK.map(([name, unit, work]) => ({
    work: nameOf(name, small.devices, large.devices),
    unit,
    against: "itself on the small store",
    target: { atMost: 1.3 },
    prepare: async () => {
      const [few, many] = [await openStore(small), await openStore(large)]
      return {
        ours: () => work(many),
        baseline: () => work(few),
        close: async () => {
          await few.close()
          await many.close()
        },
      }
    },
  }))
