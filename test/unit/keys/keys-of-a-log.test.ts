import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { serviceOn } from "#adapters/config"
import { systemEntropy } from "#adapters/entropy"
import { embeddedKeys } from "#adapters/keys"
import { createTenant } from "#workflows/commands"
import { Keys } from "#workflows/ports"
import { ADMIN } from "../../support/contoso.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `keys-${files++}.sqlite`)

const secretIn = (path: string, log?: Parameters<typeof embeddedKeys>[1]) =>
  Effect.scoped(
    Effect.map(Layer.build(Layer.provide(embeddedKeys(path, log), systemEntropy)), (context) =>
      Context.get(context, Keys).digest("upn", "ann@contoso.com"),
    ),
  )

const begun = { identity: "log-1", isEmpty: false }

describe("the keys of a log", () => {
  it.live("are made for an empty log, and taken again once it holds events", () =>
    Effect.gen(function* () {
      const path = aPath()
      const made = yield* secretIn(path, { identity: "log-1", isEmpty: true })
      expect(yield* secretIn(path, begun)).toBe(made)
    }),
  )

  it.live("that are lost are not made anew for a log that holds events", () =>
    Effect.gen(function* () {
      const path = aPath()
      const failure = yield* Effect.flip(secretIn(path, begun))
      expect(failure.message).toBe(
        `The key store could not open "${path}": It is missing or new, but its log holds events: without the old keys no ` +
          "name in the log can be read and no machine be recognised. Put the key file of this log back in its place, from a " +
          "backup, then start again.",
      )
      expect(existsSync(path)).toBe(false)
    }),
  )

  it.live("of another log are refused, and taken by a log that is empty", () =>
    Effect.gen(function* () {
      const path = aPath()
      const made = yield* secretIn(path, { identity: "log-0", isEmpty: true })
      const failure = yield* Effect.flip(secretIn(path, begun))
      expect(failure.message).toContain(
        "It belongs to another log (log-0): with its keys no name in this log can be read",
      )
      expect(yield* secretIn(path, { identity: "log-2", isEmpty: true })).toBe(made)
      expect(yield* Effect.flip(secretIn(path, { identity: "log-0", isEmpty: false }))).toMatchObject({
        _tag: "KeysFailure",
      })
    }),
  )

  it.live("that were made before they knew their log are taken as that log's from then on", () =>
    Effect.gen(function* () {
      const path = aPath()
      const made = yield* secretIn(path)
      expect(yield* secretIn(path, begun)).toBe(made)
      expect(yield* Effect.flip(secretIn(path, { identity: "log-2", isEmpty: false }))).toMatchObject({
        _tag: "KeysFailure",
      })
    }),
  )
})

describe("a service whose key file was lost", () => {
  it.live("does not start on a log that holds events", () =>
    Effect.gen(function* () {
      const log = join(directory, "flightlog.sqlite")
      const service = serviceOn({ kind: "sqlite", path: log })
      const tenant = createTenant(
        { name: "Contoso", domains: [] },
        { actor: ADMIN, tenantId: null, key: "1" },
      )
      yield* Effect.provide(tenant, service)
      const keys = join(directory, "flightlog-keys.sqlite")
      for (const file of [keys, `${keys}-wal`, `${keys}-shm`]) rmSync(file, { force: true })
      const failure = yield* Effect.flip(Effect.provide(tenant, Layer.fresh(service)))
      expect(failure).toMatchObject({ _tag: "KeysFailure", operation: `open "${keys}"` })
    }),
  )
})
