import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createAdaptorServer } from "@hono/node-server"
import { Effect, Layer, ManagedRuntime } from "effect"
import type { Hono } from "hono"
import { serviceOn } from "#adapters/config"
import { serveHttp } from "#adapters/http"
import { allProcesses, runProcesses } from "#workflows/processes"

/** The whole service on a fresh store, listening on a free port, with its processes, as `flightlog serve` runs it. */
export const servedWorld = async () => {
  const directory = mkdtempSync(join(tmpdir(), "flightlog-bench-"))
  const url = { kind: "sqlite", path: join(directory, "flightlog.sqlite") } as const
  const runtime = ManagedRuntime.make(Layer.fresh(serviceOn(url)))
  const stop = new AbortController()
  const running = runtime
    .runPromise(runProcesses(allProcesses), { signal: stop.signal })
    .catch(() => undefined)
  const serving = Promise.withResolvers<{ readonly port: number }>()
  const served = runtime
    .runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          serving.resolve(yield* serveHttp({ host: "127.0.0.1", port: 0, version: "bench" }))
          yield* Effect.never
        }),
      ),
      { signal: stop.signal },
    )
    .catch((error) => serving.reject(error))
  const { port } = await serving.promise
  return {
    directory,
    port,
    run: runtime.runPromise,
    close: async () => {
      stop.abort()
      await Promise.all([running, served])
      await runtime.dispose()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A bare Hono app on a free port: what a figure over HTTP is measured against. */
export const bareServer = async (app: Hono) => {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The bare server has no port.")
  return {
    port: address.port,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}
