import { Effect, Layer, ManagedRuntime, Result, Schema, Stream } from "effect"
import { allRoutes, makeApp } from "#adapters/http"
import { allProjections } from "#projections/all"
import { claimCheckGate } from "#projections/claim-checks"
import { knowledge } from "#projections/knowledge"
import { Devices } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { allProcesses, runProcesses } from "#workflows/processes"
import { memoryWorld } from "./memory-world.ts"
import { readModelsInMemory } from "./read-model-world.ts"
import { shippedProfiles } from "./shipped.ts"

/** The log as readers see it who are late by so many milliseconds. */
const lateLog = (millis: number) =>
  Layer.effect(
    EventStore,
    Effect.map(EventStore, (store) => ({
      ...store,
      subscribe: (after, filter) =>
        store.subscribe(after, filter).pipe(Stream.tap(() => Effect.sleep(millis))),
    })),
  )

/** A whole service in memory, its processes running, without a port; its lists may be late. */
const serviceWith = (late: number) =>
  Layer.effectDiscard(Effect.forkScoped(runProcesses(allProcesses))).pipe(
    Layer.provideMerge(Layer.mergeAll(Devices.layer, knowledge, claimCheckGate, shippedProfiles)),
    Layer.provideMerge(readModelsInMemory(allProjections).pipe(Layer.provide(lateLog(late)))),
    Layer.provideMerge(memoryWorld),
  )

const routes = allRoutes("1.2.3")

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`, "i")

/** An answer whose body was read. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as programs in other languages do
  readonly json: any
}

/** Every answer in JSON has to be what the description of its route says, and no more. */
const conforms = (method: string, path: string, { json, status }: Answered): void => {
  const route = routes.find((one) => one.method === method && patternOf(one.path).test(path))
  const schema = route?.answers.find((answer) => answer.status === status)?.schema
  if (schema == null || json === undefined) return
  const decoded = Schema.decodeUnknownResult(schema as Schema.Decoder<unknown>, {
    errors: "all",
    onExcessProperty: "error",
  })(json)
  if (Result.isFailure(decoded))
    throw new Error(`${method} ${path} does not answer as described: ${decoded.failure.message}`)
}

/**
 * A service that is called as its clients do; each test opens its own and disposes of it.
 *
 * @param late by how many milliseconds its lists follow the log
 */
export const aService = ({ late = 0 } = {}) => {
  const runtime = ManagedRuntime.make(serviceWith(late))
  const app = makeApp(runtime, routes)
  const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await app.request(path, { method, ...init })
    const text = await response.text()
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get("content-type") ?? "")
    const { headers, status } = response
    const answered = { status, headers, text, json: isJson && text !== "" ? JSON.parse(text) : undefined }
    conforms(method, path.split("?")[0] ?? path, answered)
    return answered
  }
  return {
    runtime,
    app,
    call,
    get: (path: string, headers: Record<string, string> = {}) => call("GET", path, { headers }),
    post: (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      call("POST", path, {
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { "Content-Type": "application/json", ...headers },
      }),
    [Symbol.asyncDispose]: () => runtime.dispose(),
  }
}

export type Service = ReturnType<typeof aService>
