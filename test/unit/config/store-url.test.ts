import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { readStoreUrl, shownStore, storeFiles } from "#adapters/config"

const filesOf = Effect.fnUntraced(function* (name: string, data?: string) {
  const url = yield* readStoreUrl(name, data)
  return url.kind === "memory" ? null : storeFiles(url)
})

describe("the name of a store", () => {
  it.effect("of a file has keys and lists beside it, or the lists in the data directory", () =>
    Effect.gen(function* () {
      expect(yield* filesOf("sqlite:data/log.sqlite")).toEqual({
        log: "data/log.sqlite",
        keys: "data/log-keys.sqlite",
        readModels: "data/log-read-models.sqlite",
      })
      expect(yield* filesOf("sqlite:data/log.sqlite", "/var/lists")).toEqual({
        log: "data/log.sqlite",
        keys: "data/log-keys.sqlite",
        readModels: "/var/lists/log-read-models.sqlite",
      })
    }),
  )

  it.effect("of an EventStoreDB has its lists in the data directory, one file for each server", () =>
    Effect.gen(function* () {
      const name = "esdb://flightlog:s3cret@node1.example.com:2113,node2:2113?tlsCAFile=ca.crt"
      expect(yield* filesOf(name)).toEqual({
        log: null,
        keys: null,
        readModels: ".flightlog/esdb-node1.example.com-2113-read-models.sqlite",
      })
      expect((yield* filesOf(name, "/var/lib/flightlog"))?.readModels).toBe(
        "/var/lib/flightlog/esdb-node1.example.com-2113-read-models.sqlite",
      )
    }),
  )

  it.effect("is shown without user and password", () =>
    Effect.gen(function* () {
      const names = ["memory:", "sqlite:a.sqlite", "esdb://flightlog:s3cret@node1:2113?tls=false"]
      const shown = yield* Effect.forEach(names, (name) => Effect.map(readStoreUrl(name), shownStore))
      expect(shown).toEqual(["memory:", "sqlite:a.sqlite", "esdb://node1:2113?tls=false"])
    }),
  )

  const wrong = [
    ["flightlog.sqlite", '"flightlog.sqlite" names no store. Write sqlite:PATH for a file, esdb://HOST:PORT'],
    ["esbd://flightlog:s3cret@node1:2113", '"esbd://...@node1:2113" names no store.'],
    ["esdb://flightlog:s3cret@", '"esdb://...@" is no address of an EventStoreDB. Before the @'],
    ["esdb://flightlog:s3/cret@node1", '"esdb://...@node1" is no address of an EventStoreDB.'],
    ["esdb://flightlog:s3cret@node1?tsl=no", '"tsl" is no option of it'],
  ] as const
  for (const [name, says] of wrong)
    it.effect(`is refused, with what is wrong and without its password: ${name}`, () =>
      Effect.gen(function* () {
        const { message } = yield* Effect.flip(readStoreUrl(name))
        expect(message).toContain(says)
        expect(message).not.toMatch(/s3|cret/)
      }),
    )
})
