import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import { onTestFinished } from "vitest"
import type { EventStore } from "#workflows/ports"
import { serve as serveProtocol } from "../support/eventstoredb-world.ts"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { serve } from "./processes.ts"

const directory = temporaryDirectory()
let directories = 0

/** Starts a server with read models of its own, as on a machine of its own; it can be started again on them. */
export const aNode = (store: string) => {
  const data = join(directory, `node-${directories++}`)
  mkdirSync(data)
  return () => serve(store, "--data", data)
}

/** A protocol server that can be away for a while; what it holds stays. */
export const aProtocolServer = async (behind: EventStore["Service"], port = 0) => {
  const scope = Scope.makeUnsafe()
  const server = await Effect.runPromise(Scope.provide(serveProtocol(behind, { port }), scope))
  const end = () => Effect.runPromise(Scope.close(scope, Exit.void))
  onTestFinished(end)
  return { ...server, end }
}
