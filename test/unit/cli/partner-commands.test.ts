import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const path = (name: string): string => new URL(`../../data/${name}`, import.meta.url).pathname
const CSV = path("csv/AutopilotHWID.csv")
const HASH = path("hashes/contoso-minimal.txt")
const directory = temporaryDirectory()
let stores = 0

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout)

/** A shell on a store with one tenant. */
const contoso = Effect.gen(function* () {
  const store = `sqlite:${join(directory, `${stores++}`, "flightlog.sqlite")}`
  const shell = (...args: ReadonlyArray<string>) => commandLine(args, { store })
  yield* shell("tenant", "create", "Contoso", "--domain", "contoso.com")
  return shell
})

type Shell = Effect.Success<typeof contoso>

const requested = Effect.fn(function* (shell: Shell, kind: string, ...more: ReadonlyArray<string>) {
  const asked = ["partner", "request", "northwind", "--name", "Northwind", "--kind", kind]
  const ran = yield* shell(...asked, "--until", "2040-01-01", ...more, "--json")
  return json(ran).authorizationId as string
})

const granted = Effect.fn(function* (shell: Shell, kind: string, ...more: ReadonlyArray<string>) {
  const id = yield* requested(shell, kind, ...more)
  yield* shell("partner", "grant", id, "--role", "global-administrator")
  return id
})

describe("partners on the command line", () => {
  it.effect("are granted by a Global Administrator, by the beginning of the authorization's id", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const id = yield* requested(shell, "direct-csp", "--act", "register", "--group-tag", "sales")
      const refused = yield* shell("partner", "grant", id)
      assert.strictEqual(refused.exit, 1)
      assert.include(refused.stderr, "Only a Global Administrator of the tenant may grant")
      const ran = yield* shell("partner", "grant", id.slice(0, 6), "--role", "global-administrator", "--json")
      assert.deepInclude(json(ran), {
        status: "granted",
        until: "2040-01-01T00:00:00.000Z",
        scope: { acts: ["register"], groupTags: ["sales"] },
      })
      const listed = yield* shell("partner", "list")
      assert.match(
        listed.stdout,
        /northwind +Northwind +direct CSP partner +- +granted +register; group tags sales/,
      )
    }),
  )

  it.effect(
    "register by what the box says once its manufacturer delivered the hash, and each act is listed",
    () =>
      Effect.gen(function* () {
        const shell = yield* contoso
        const id = yield* granted(shell, "direct-csp")
        const byKey = ["register", "--pkid", "3300000000001"]
        const unknown = yield* shell(...byKey, "--partner", "northwind")
        assert.include(unknown.stderr, "812 hardware-not-found")
        const delivery = yield* shell(
          "build-report",
          CSV,
          "--manufacturer",
          "fabrikam",
          "--delivery-id",
          "cbr-1",
        )
        assert.strictEqual(delivery.exit, 0)
        assert.include(delivery.stderr, "Delivery cbr-1: 3 of 3 machines are known to the service now.")
        const owner = yield* shell(...byKey)
        assert.strictEqual(owner.exit, 1)
        assert.include(owner.stderr, "An owner cannot register a device by its product key id (PKID)")
        const done = yield* shell(...byKey, "--partner", "northwind")
        assert.include(
          done.stdout,
          `CTS-0000001 is registered (csp) under the authorization ${id} as device `,
        )
        const { stdout } = yield* shell("history", "CTS-0000001")
        assert.include(
          stdout,
          `registered (csp) by its product key id, group tag none; under the authorization ${id} of northwind;`,
        )
        assert.match(stdout, /its hash was known since [-\d: ]+ UTC, from fabrikam \(cbr-1, line 3\)/)
        yield* shell("deregister", "CTS-0000001", "--partner", "northwind", "--reason", "returned")
        const acts = json(yield* shell("partner", "acts", "northwind", "--json"))
        assert.deepStrictEqual(
          acts.map(({ act, serialNumber }: Record<string, string>) => [act, serialNumber]),
          [
            ["deregistered", "CTS-0000001"],
            ["registered", "CTS-0000001"],
            ["requested", null],
          ],
        )
      }),
  )

  it.effect("send files under their own names, and are told of each row", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* granted(shell, "indirect-reseller", "--group-tag", "sales")
      const args = ["import", CSV, "--partner", "northwind", "--import-id", "order-7"]
      const ran = yield* shell(...args)
      assert.strictEqual(ran.exit, 1)
      assert.strictEqual(ran.stdout.match(/refused: partner-group-tag-not-granted/g)?.length, 3)
      assert.include(ran.stderr, "Import northwind:order-7: 3 rows, 0 accepted, 3 refused.")
    }),
  )

  it.effect("whose grant was revoked, or who never had one, are refused", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const id = yield* granted(shell, "direct-csp")
      const revoked = yield* shell("partner", "revoke", id, "--reason", "contract ended", "--json")
      assert.deepInclude(json(revoked), { status: "revoked", reason: "contract ended" })
      const ran = yield* shell("register", "--hash", HASH, "--partner", "northwind")
      assert.strictEqual(ran.exit, 1)
      assert.include(ran.stderr, "This tenant has not authorized this partner, or not any more.")
    }),
  )

  it.effect("are asked back where a name or a date is not one", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* requested(shell, "oem")
      assert.include((yield* shell("partner", "acts", "northwnd")).stderr, 'Did you mean "northwind"?')
      assert.include(
        (yield* shell("partner", "refuse", "ffff", "--reason", "x")).stderr,
        "flightlog partner list",
      )
      const dated = yield* shell(
        ...["partner", "request", "a", "--name", "A", "--kind", "oem", "--until", "tomorrow"],
      )
      assert.strictEqual(dated.exit, 64)
      assert.include(dated.stderr, '"tomorrow" is no date.')
      const alone = yield* shell("register", "--hash", HASH, "--through", "northwind")
      assert.strictEqual(alone.exit, 64)
      assert.strictEqual((yield* shell("import", CSV, "--partner", "North Wind")).exit, 64)
    }),
  )
})

describe("a claim check on the command line", () => {
  it.effect("says yes with exit code 0, and no with 1", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const yes = yield* shell("claim-check", HASH)
      assert.deepStrictEqual([yes.exit, yes.stdout], [0, "This tenant can register this device now.\n"])
      yield* shell("register", "--hash", HASH)
      const no = yield* shell("claim-check", HASH, "--json")
      assert.strictEqual(no.exit, 1)
      assert.deepStrictEqual(json(no), {
        claimable: false,
        says: "This tenant cannot register this device now.",
      })
    }),
  )
})
