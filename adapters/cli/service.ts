import { Effect } from "effect"
import { serveHttp } from "#adapters/http"
import { allProcesses, runProcesses } from "#workflows/processes"
import { VERSION } from "./version.ts"

/** Where to listen. */
export interface Listening {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
}

/** The whole service on an open store, until the scope ends: HTTP, processes and deadlines. */
export const theService = Effect.fn("theService")(function* ({ host, port }: Listening) {
  yield* Effect.forkScoped(runProcesses(allProcesses))
  return yield* serveHttp({ host, port, version: VERSION })
})
