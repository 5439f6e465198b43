import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { openMemory, openStore, openWorld, serve } from "../support/eventstoredb-world.ts"
import { someEvents } from "../support/proposed-events.ts"

const file = (name: string) => join(import.meta.dirname, "../data/tls", name)
const tls = { certificate: readFileSync(file("localhost.crt")), key: readFileSync(file("localhost.key")) }
const CA = `tlsCAFile=${file("localhost.crt")}`

/** A server with TLS and one user. */
const secured = Effect.gen(function* () {
  const server = yield* serve(yield* openMemory, { tls })
  server.faults.users = { flightlog: "s3cret" }
  return server
})

/** Why a store cannot be opened. */
const refusalAt = (url: string) =>
  Effect.map(Effect.flip(Effect.scoped(openStore(url, { patienceMillis: 200 }))), ({ message }) => message)

describe("a server with TLS and users", () => {
  it.live("is used with its authority's certificate and the right password", () =>
    Effect.gen(function* () {
      const { port } = yield* secured
      const store = yield* openStore(`esdb://flightlog:s3cret@localhost:${port}?${CA}`)
      yield* store.append("device-1", "no-stream", someEvents(2))
      expect(yield* store.read("device-1")).toHaveLength(2)
    }),
  )

  it.live("refuses another password, and the failure says so without it", () =>
    Effect.gen(function* () {
      const { port } = yield* secured
      const message = yield* refusalAt(`esdb://flightlog:guess42@localhost:${port}?${CA}`)
      expect(message).toContain(`The event store could not open esdb://localhost:${port}`)
      expect(message).toContain("The server refused the user, or the user lacks a right for it")
      expect(message).not.toContain("guess42")
    }),
  )

  it.live("is not trusted without its authority's certificate, and the failure says what to give", () =>
    Effect.gen(function* () {
      const { port } = yield* secured
      const message = yield* refusalAt(`esdb://flightlog:s3cret@localhost:${port}`)
      expect(message).toContain("No secure connection could be made")
      expect(message).toContain("tlsCAFile=PATH")
    }),
  )

  it.live("is not mistaken for one without TLS, nor the other way round", () =>
    Effect.gen(function* () {
      const { port } = yield* secured
      const plain = yield* openWorld()
      expect(yield* refusalAt(`esdb://localhost:${port}?tls=false`)).toContain("could not open")
      expect(yield* refusalAt(`esdb://localhost:${plain.server.port}?${CA}`)).toContain("could not open")
    }),
  )

  it.live("cannot be looked for with a certificate file that does not exist", () =>
    Effect.gen(function* () {
      const message = yield* refusalAt("esdb://localhost:1?tlsCAFile=/nowhere/ca.crt")
      expect(message).toContain("certificate")
    }),
  )
})

describe("a server that is not there", () => {
  it.live("is named in the failure, with what to look at", () =>
    Effect.gen(function* () {
      const message = yield* refusalAt("esdb://127.0.0.1:9?tls=false")
      expect(message).toContain(
        "could not open esdb://127.0.0.1:9?tls=false: The server could not be reached",
      )
      expect(message).toContain("Look whether the server runs")
    }),
  )
})
