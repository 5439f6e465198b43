import { Effect } from "effect"
import { serveHttp } from "#adapters/http"
import { assignment, deregistration, imports, runProcesses } from "#workflows/processes"
import { VERSION } from "./version.ts"

/** What follows by itself while the service is up; the deadlines run beside it. */
const PROCESSES = [assignment, deregistration, imports]

/** Where to listen. */
export interface Listening {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
}

/** The whole service on an open store, until the scope ends: HTTP, processes and deadlines. */
export const theService = Effect.fn("theService")(function* ({ host, port }: Listening) {
  yield* Effect.forkScoped(runProcesses(PROCESSES))
  return yield* serveHttp({ host, port, version: VERSION })
})
