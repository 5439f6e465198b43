import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { EventStore } from "#workflows/ports"
import { anEvent } from "../../support/proposed-events.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const directory = temporaryDirectory()
let stores = 0

/** A store with two organisations, and a shell on it. */
const aStore = Effect.gen(function* () {
  const path = join(directory, `store-${stores++}.sqlite`)
  const shell = (...args: ReadonlyArray<string>) => commandLine(args, { store: `sqlite:${path}` })
  yield* shell("tenant", "create", "Contoso")
  yield* shell("tenant", "create", "Fabrikam")
  return { path, shell }
})

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout)

/** Writes into the table of tenants, as no Flightlog does. */
const tamper = (path: string, change: string) =>
  Effect.sync(() => {
    const database = new DatabaseSync(path.replace(".sqlite", "-read-models.sqlite"))
    const [found] = database.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'tenants_g%'").all()
    database.exec(change.replace("{tenants}", String(found?.name)))
    database.close()
  })

describe("the projections from the command line", () => {
  it.live("are listed with where they stand and how far they are behind", () =>
    Effect.gen(function* () {
      const { shell } = yield* aStore
      const ran = yield* shell("projections")
      assert.strictEqual(ran.exit, 0)
      assert.match(
        ran.stdout,
        /^Projection +Version +State +Position +Seconds behind +Events behind +Last error\n/,
      )
      assert.strictEqual(ran.stderr, "No server feeds them: this command did, and ends now.\n")
      assert.match(ran.stdout, /\ntenants +1 +live +a\d +0\.0 +0 +-\n$/)
      for (const one of json(yield* shell("projections", "--json")))
        assert.deepInclude(one, { state: "live", lagSeconds: 0, lagEvents: 0, poison: null, lastError: null })
    }),
  )

  it.live("tell of the event that stopped one, with exit code 1; the others go on", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      const poison = anEvent({ type: "TenantCreated", payload: { data: { name: 5 }, salt: "" } })
      const { position } = yield* EventStore.use((store) =>
        store.append("tenant-poisoned", "no-stream", [poison]),
      ).pipe(Effect.provide(embeddedEventStore(path)))
      const ran = yield* shell("projections")
      assert.strictEqual(ran.exit, 1)
      assert.include(
        ran.stdout,
        `TenantCreated at ${position}: The event "TenantCreated" (version 1) cannot be read: Missing key at ["tenantId"]`,
      )
      assert.include(ran.stderr, "A stopped projection lost nothing: mend what the reason names")
      const all = json(yield* shell("projections", "--json"))
      const states = all.map(({ lagEvents, name, state }: Record<string, unknown>) => [
        name,
        state,
        lagEvents,
      ])
      assert.deepInclude(states, ["tenants", "stopped", 1])
      assert.deepInclude(states, ["autopilot-devices", "live", 0])
    }),
  )

  it.live(
    "are compared with the log: differences come as a table, are counted, and are gone after a rebuild",
    () =>
      Effect.gen(function* () {
        const { path, shell } = yield* aStore
        const sound = yield* shell("projections", "verify", "tenants")
        assert.deepStrictEqual([sound.exit, sound.stdout], [0, ""])
        assert.match(sound.stderr, /^tenants is as the log says: 2 rows at position a\d, no difference\.\n$/)
        yield* tamper(path, "UPDATE {tenants} SET name = 'Cuntuso' WHERE name = 'Contoso'")
        yield* tamper(path, "DELETE FROM {tenants} WHERE name = 'Fabrikam'")
        const found = yield* shell("projections", "verify", "tenants")
        assert.strictEqual(found.exit, 1)
        assert.match(found.stdout, /^Table +Key +Column +Is read +Built anew\n/)
        assert.match(found.stdout, /tenants +[0-9a-f-]{36} +name +"Cuntuso" +"Contoso"\n/)
        assert.match(found.stdout, /tenants +[0-9a-f-]{36} +\(the whole row\) +missing +there\n/)
        assert.match(found.stderr, /^tenants differs from the log in 2 of 2 rows at position a\d\.\n/)
        assert.strictEqual(
          json(yield* shell("projections", "verify", "tenants", "--json")).differences.length,
          2,
        )
        const rebuilt = yield* shell("projections", "rebuild", "tenants")
        assert.match(
          rebuilt.stdout,
          /^tenants was built anew up to position a\d and is read from now on\.\n$/,
        )
        assert.strictEqual((yield* shell("projections", "verify", "tenants")).exit, 0)
        assert.deepStrictEqual(
          json(yield* shell("tenant", "list", "--json")).map(({ name }: { name: string }) => name),
          ["Contoso", "Fabrikam"],
        )
      }),
  )

  it.live("are asked back where one is not known", () =>
    Effect.gen(function* () {
      const { shell } = yield* aStore
      for (const what of ["rebuild", "verify"]) {
        const { exit, stderr } = yield* shell("projections", what, "tenant")
        assert.strictEqual(exit, 1)
        assert.include(stderr, 'There is no projection "tenant". Did you mean "tenants"?')
      }
    }),
  )
})
