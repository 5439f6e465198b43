import type { Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import { Effect, Schema } from "effect"
import { makeApp } from "./app.ts"
import { isLoopback } from "./middleware/loopback-guard.ts"
import { allRoutes } from "./routes.ts"
import type { HttpServices } from "./services.ts"

/** The service was to listen where others can reach it, and cannot tell them apart. */
class NotLoopback extends Schema.TaggedError<NotLoopback>()("NotLoopback", { host: Schema.String }) {
  readonly what =
    `Flightlog does not listen on "${this.host}": requests carry no tokens yet, so everyone who could reach that address could read and change everything.`
  readonly remedy =
    "Listen on 127.0.0.1, ::1 or localhost, and reach it from elsewhere through a tunnel such as ssh -L."
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

/** The address could not be listened on. */
class ListenFailed extends Schema.TaggedError<ListenFailed>()("ListenFailed", {
  what: Schema.String,
  remedy: Schema.String,
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

/** Where and as what the service listens. */
interface ServeOptions {
  /** A name or address of this computer itself. */
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Of Flightlog, for the description of the API. */
  readonly version: string
}

/** A running service: `http://127.0.0.1:8080`. */
interface Serving {
  readonly address: string
  readonly port: number
}

/** How long requests that are under way may take once the service is to end. */
const GRACE_MILLIS = 5_000

const REASONS: { readonly [code: string]: readonly [what: string, remedy: string] } = {
  EADDRINUSE: ["another program listens there already", "End that program, or choose another port."],
  EACCES: ["that port needs more rights", "Choose a port from 1024 on."],
  EADDRNOTAVAIL: ["this computer does not have that address", "Use 127.0.0.1."],
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "")

const listenFailed = ({ host, port }: ServeOptions, error: Error) => {
  const [what, remedy] = REASONS[codeOf(error)] ?? [error.message, "Choose another address."]
  return new ListenFailed({ what: `Flightlog cannot listen on ${host}:${port}: ${what}.`, remedy })
}

const listen = (server: Server, options: ServeOptions): Effect.Effect<number, ListenFailed> =>
  Effect.callback((resume) => {
    server.once("error", (error) => resume(Effect.fail(listenFailed(options, error))))
    server.listen(options.port, options.host, () => {
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : options.port))
    })
  })

/** How often connections are looked through whose last request has ended meanwhile. */
const LOOK_MILLIS = 20

/** Takes no new requests, lets those under way end, and cuts what takes too long. */
const close = (server: Server): Effect.Effect<void> => {
  const ended = Effect.callback<void>((resume) => {
    server.close(() => resume(Effect.void))
  })
  // Clients keep connections open for a next request that is not taken any more.
  const closeIdle = Effect.forever(
    Effect.andThen(
      Effect.sync(() => server.closeIdleConnections()),
      Effect.sleep(LOOK_MILLIS),
    ),
  )
  return Effect.timeoutOrElse(Effect.raceFirst(ended, closeIdle), {
    duration: GRACE_MILLIS,
    orElse: () => Effect.sync(() => server.closeAllConnections()),
  })
}

const isServer = (server: ReturnType<typeof createAdaptorServer>): server is Server =>
  "closeIdleConnections" in server

/**
 * Serves the HTTP API until its scope ends, then lets requests under way come to their end.
 *
 * Until requests carry tokens it listens on this computer itself only: everything else fails with `NotLoopback`.
 */
export const serveHttp = Effect.fn("serveHttp")(function* (options: ServeOptions) {
  const { host, version } = options
  if (!isLoopback(host)) return yield* new NotLoopback({ host })
  const context = yield* Effect.context<HttpServices>()
  const app = makeApp({ runPromiseExit: Effect.runPromiseExitWith(context) }, allRoutes(version))
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
  if (!isServer(server)) return yield* Effect.die(new Error("The server is not one of HTTP/1.1."))
  const port = yield* Effect.acquireRelease(listen(server, options), () => close(server))
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host
  return { address: `http://${name}:${port}`, port } satisfies Serving
})
