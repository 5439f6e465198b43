import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readSarif } from "../../support/sarif.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const CSV = new URL("../../data/csv/AutopilotHWID.csv", import.meta.url).pathname
const directory = temporaryDirectory()
let stores = 0
const freshStore = (): string => `sqlite:${join(directory, `${stores++}`, "flightlog.sqlite")}`

/** A shell on one store. */
const shellOn =
  (store: string) =>
  (...args: ReadonlyArray<string>) =>
    commandLine(args, { store })

const contoso = Effect.gen(function* () {
  const shell = shellOn(freshStore())
  yield* shell("tenant", "create", "Contoso", "--domain", "contoso.com")
  return shell
})

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout)

describe("tenants", () => {
  it.effect("are needed first, and the message says how to make one", () =>
    Effect.gen(function* () {
      const ran = yield* shellOn(freshStore())("devices")
      assert.deepStrictEqual(ran, {
        exit: 1,
        stdout: "",
        stderr:
          "Error: There is no tenant yet.\nWhere: --tenant (tenant-missing)\nTo do: Create one: flightlog tenant create NAME\n",
      })
    }),
  )

  it.effect("may be left out while there is one, and an unknown one is asked back", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      assert.strictEqual((yield* shell("devices", "--tenant", "contoso")).exit, 0)
      const unknown = yield* shell("devices", "--tenant", "Contso")
      assert.strictEqual(unknown.exit, 1)
      assert.include(unknown.stderr, 'There is no tenant "Contso". Did you mean "Contoso"?')
      yield* shell("tenant", "create", "Fabrikam")
      const ambiguous = yield* shell("devices")
      assert.strictEqual(ambiguous.exit, 1)
      assert.include(ambiguous.stderr, "There are 2 tenants, and the command names none.")
      assert.include(ambiguous.stderr, '"Contoso", "Fabrikam"')
      assert.strictEqual((yield* shell("devices", "--tenant", "Fabrikam")).exit, 0)
    }),
  )

  it.effect("are listed with their ids for programs, and a name is taken once", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const again = yield* shell("tenant", "create", "contoso")
      assert.strictEqual(again.exit, 1)
      assert.include(again.stderr, 'A tenant named "Contoso" exists already.')
      const [tenant, ...others] = json(yield* shell("tenant", "list", "--json"))
      assert.deepStrictEqual(others, [])
      assert.deepInclude(tenant, { name: "Contoso", domains: ["contoso.com"] })
    }),
  )
})

describe("users and licences", () => {
  it.effect("are erased only when that is confirmed, and once", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("user", "add", "ann@contoso.com", "--name", "Ann")
      const erase = ["user", "erase", "ann@contoso.com", "--reason", "asked for it"]
      const asked = yield* shell(...erase)
      assert.deepStrictEqual([asked.exit, asked.stdout], [1, ""])
      assert.match(asked.stderr, /cannot be undone.*Nothing was changed\.\n.*\n.*Add --yes/)
      assert.match((yield* shell(...erase, "--yes")).stdout, /^ann@contoso\.com is erased\./)
      assert.match((yield* shell(...erase, "--yes")).stdout, /nothing changed/)
    }),
  )

  it.effect("are added and assigned, and a repeat says that nothing changed", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      assert.include((yield* shell("user", "add", "ann@contoso.com", "--name", "Ann")).stdout, "added")
      assert.include(
        (yield* shell("user", "add", "ann@contoso.com", "--name", "Ann")).stdout,
        "nothing changed",
      )
      assert.include(
        (yield* shell("licence", "assign", "ann@contoso.com")).stdout,
        "has the licence INTUNE now",
      )
      assert.include((yield* shell("licence", "assign", "ann@contoso.com")).stdout, "nothing changed")
      assert.include((yield* shell("licence", "remove", "ann@contoso.com")).stdout, "no licence INTUNE now")
      const wrong = yield* shell("user", "add", "ann")
      assert.strictEqual(wrong.exit, 1)
      assert.include(wrong.stderr, '"ann" is not a user principal name.')
    }),
  )
})

describe("import", () => {
  it.effect("registers the rows of the capture script's file and assigns their profile", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const imported = yield* shell("import", CSV)
      assert.strictEqual(imported.exit, 0)
      assert.strictEqual(imported.stdout.match(/accepted/g)?.length, 3)
      assert.match(imported.stderr, /^Import [0-9a-f-]{36}: 3 rows, 3 accepted, 0 refused\.\n$/)
      const devices = json(yield* shell("devices", "--json"))
      assert.strictEqual(devices.length, 3)
      for (const device of devices) {
        assert.containsAllKeys(device, [
          "id",
          "serialNumber",
          "groupTag",
          "enrollmentState",
          "userPrincipalName",
          "lastContactedDateTime",
        ])
        assert.strictEqual(device.profile.name, "default")
      }
      assert.deepStrictEqual(json(yield* shell("managed", "--json")), [])
      assert.deepStrictEqual(json(yield* shell("deployments", "--json")), [])
    }),
  )

  it.effect("answers 806 for rows that are done already, and ends with 1", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("import", CSV)
      const again = yield* shell("import", CSV, "--json")
      assert.strictEqual(again.exit, 1)
      const rows = json(again)
      assert.deepStrictEqual(
        rows.map(({ line, state }: { line: number; state: { deviceErrorCode: number } }) => [
          line,
          state.deviceErrorCode,
        ]),
        [
          [2, 806],
          [3, 806],
          [4, 806],
        ],
      )
      assert.strictEqual(rows[0].state.deviceErrorName, "ZtdDeviceAlreadyAssigned")
    }),
  )

  it.effect("repeats an import by its id without doing anything twice", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const first = yield* shell("import", CSV, "--import-id", "delivery-17")
      const second = yield* shell("import", CSV, "--import-id", "delivery-17")
      assert.strictEqual(second.exit, 0)
      assert.strictEqual(second.stdout, first.stdout)
      const imports = json(yield* shell("imports", "--json"))
      assert.strictEqual(imports.length, 1)
      const rows = json(yield* shell("imports", "delivery-17", "--json"))
      assert.strictEqual(rows.length, 3)
      const other = yield* shell("import", CSV.replace(".csv", "-tagged.csv"), "--import-id", "delivery-17")
      assert.strictEqual(other.exit, 1)
      assert.match(
        other.stderr,
        /^Error: The import "delivery-17" was of another file, or this one has changed since\.\nWhere: .*\(import-id-reused\)\nTo do: /m,
      )
      const unknown = yield* shell("imports", "delivery-71")
      assert.strictEqual(unknown.exit, 1)
      assert.include(unknown.stderr, 'There is no import "delivery-71". Did you mean "delivery-17"?')
    }),
  )

  it.effect("refuses a file that is none as a whole, names it, and stores nothing", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const wrong = yield* shell("import", new URL(import.meta.url).pathname)
      assert.strictEqual(wrong.exit, 1)
      assert.match(
        wrong.stderr,
        /^Error: .*\nWhere: .*store-commands\.test\.ts \(import-file-refused\)\nTo do: /,
      )
      const missing = yield* shell("import", "nowhere.csv")
      assert.strictEqual(missing.exit, 74)
      assert.include(missing.stderr, 'The file "nowhere.csv" does not exist.')
      assert.deepStrictEqual(json(yield* shell("imports", "--json")), [])
    }),
  )
})

describe("a device", () => {
  it.effect("is named by its serial number in any capitals or by its id; a similar one is asked back", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("import", CSV)
      const bySerial = yield* shell("history", "cts-0000001", "--json")
      const events = json(bySerial)
      for (const event of events)
        assert.containsAllKeys(event, [
          "position",
          "revision",
          "type",
          "recordedAt",
          "occurredAt",
          "actor",
          "data",
        ])
      assert.deepStrictEqual(
        events.map(({ revision }: { revision: number }) => revision),
        events.map((_: unknown, index: number) => index),
      )
      const unknown = yield* shell("history", "CTS-0000002")
      assert.strictEqual(unknown.exit, 1)
      assert.include(unknown.stderr, 'Did you mean "CTS-0000001"?')
      const foreign = yield* shell("history", "11111111-2222-4333-8444-555555555555")
      assert.strictEqual(foreign.exit, 1)
      assert.include(foreign.stderr, "807 device-not-registered")
    }),
  )

  it.effect("gets another profile with another group tag, and its former state can still be seen", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const profile = new URL("../../data/profiles/sales.yaml", import.meta.url).pathname
      const published = yield* shell("profile", "publish", profile)
      assert.strictEqual(published.stdout, 'Profile "sales" version 1 is published.\n')
      yield* shell("import", CSV)
      const lines = (yield* shell("history", "CTS-0000001")).stdout.trimEnd().split("\n")
      const before = lines.at(-1)?.split(/ {2,}/)[1] ?? ""
      yield* shell("tag", "CTS-0000001", "sales")
      const now = yield* shell("show", "CTS-0000001")
      assert.match(now.stdout, /^Group tag +sales$/m)
      assert.match(now.stdout, /^Is to get +profile sales v1$/m)
      const then = yield* shell("show", "CTS-0000001", "--at", before)
      assert.notMatch(then.stdout, /^Group tag/m)
      assert.match(then.stdout, /^Is to get +profile default v1$/m)
      const never = yield* shell("show", "CTS-0000001", "--at", "yesterday")
      assert.strictEqual(never.exit, 1)
      assert.include(never.stderr, '"yesterday" is neither a time with its zone nor a position')
    }),
  )

  it.effect("leaves the list when it is deregistered, and keeps its history", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("import", CSV)
      const ended = yield* shell("deregister", "CTS-0000001", "--reason", "sold")
      assert.strictEqual(ended.exit, 0)
      const id = /flightlog history (\S+)/.exec(ended.stdout)?.[1] ?? ""
      assert.strictEqual(json(yield* shell("devices", "--json")).length, 2)
      for (const named of [id, "CTS-0000001"]) {
        const last = json(yield* shell("history", named, "--json")).at(-1)
        assert.deepStrictEqual([last.type, last.data.reason], ["DeviceDeregistered", "sold"])
      }
      const again = yield* shell("import", CSV)
      assert.strictEqual(again.stdout.match(/accepted/g)?.length, 1)
    }),
  )
})

describe("a device that was never registered", () => {
  it.effect("but deployed by a file is named by its serial number as well", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const [run] = json(yield* shell("simulate", "--plan", "existing", "--devices", "1", "--json"))
      const history = json(yield* shell("history", run.device.toLowerCase(), "--json"))
      assert.strictEqual(history[0].type, "OfflineProfilePresented")
    }),
  )
})

describe("a licence", () => {
  it.effect("of somebody who is not there is refused, with whom was probably meant", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("user", "add", "ann@contoso.com")
      const refused = yield* shell("licence", "assign", "anne@contoso.com")
      assert.strictEqual(refused.exit, 1)
      assert.include(
        refused.stderr,
        'There is no user "anne@contoso.com" in this tenant. Did you mean "ann@contoso.com"?',
      )
      assert.include(refused.stderr, "flightlog user add anne@contoso.com")
    }),
  )
})

describe("a device that is in use", () => {
  it.effect("is deregistered only by a chosen way, which tells what it leaves behind", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      yield* shell("simulate", "--plan", "straight", "--devices", "1")
      const [{ serialNumber }] = json(yield* shell("devices", "--json"))
      const refused = yield* shell("deregister", serialNumber)
      assert.strictEqual(refused.exit, 1)
      assert.include(refused.stderr, "deregistration-obstructed")
      const ended = yield* shell("deregister", serialNumber, "--way", "one-step")
      assert.strictEqual(ended.exit, 0)
      assert.include(ended.stderr, "Its Intune record stays")
      assert.strictEqual(json(yield* shell("managed", "--json")).length, 1)
    }),
  )
})

describe("profiles", () => {
  it.effect("are published once: the same text again changes nothing; they are listed in their order", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const profile = new URL("../../data/profiles/sales.yaml", import.meta.url).pathname
      yield* shell("profile", "publish", profile)
      const again = json(yield* shell("profile", "publish", profile, "--json"))
      assert.deepStrictEqual(again, { published: false })
      const names = json(yield* shell("profile", "list", "--json")).map(({ name }: { name: string }) => name)
      assert.deepStrictEqual(names, ["sales", "default"])
    }),
  )

  it.effect(
    "with a mistake are refused with its place, on stderr for people and as findings for programs",
    () =>
      Effect.gen(function* () {
        const shell = yield* contoso
        const faulty = new URL("../../data/profiles/faulty.yaml", import.meta.url).pathname
        const refused = yield* shell("profile", "publish", faulty)
        assert.deepStrictEqual([refused.exit, refused.stdout], [1, ""])
        assert.match(refused.stderr, /faulty\.yaml:\d+:\d+: error FL\d+: .*"extnds"/)
        const findings = json(yield* shell("profile", "publish", faulty, "--json"))
        assert.isAbove(findings.length, 0)
        const linted = yield* commandLine(["profile", "lint", faulty])
        assert.strictEqual(linted.exit, 1)
        assert.match(linted.stdout, /faulty\.yaml:\d+:\d+: error FL\d+/)
        assert.match(linted.stderr, /^1 file checked, \d+ findings?\.\n$/)
        const sound = yield* commandLine(["profile", "lint", faulty.replace("faulty", "sales"), "--json"])
        assert.deepStrictEqual([sound.exit, sound.stdout], [0, "[]\n"])
        const sarif = yield* commandLine(["profile", "lint", faulty, "--format", "sarif"])
        assert.strictEqual(readSarif(sarif.stdout).runs[0]?.results.length, findings.length)
        const github = yield* commandLine(["profile", "lint", faulty, "--format", "github"])
        assert.deepStrictEqual([github.exit, github.stdout.split("\n").length - 1], [1, findings.length])
        const both = yield* commandLine(["profile", "lint", faulty, "--format", "github", "--json"])
        assert.deepStrictEqual([both.exit, both.stdout], [64, ""])
      }),
  )
})

describe("simulate", () => {
  it.effect("lets devices deploy on the store itself in a time of their own, and the lists tell of it", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const mix = ["simulate", "--devices", "12", "--seed", "7", "--json"]
      const simulated = yield* shell(...mix, "--plan", "straight=2,app-retried,page-timed-out,no-licence")
      assert.strictEqual(simulated.exit, 0)
      assert.include(simulated.stderr, "12 of 12 devices went through their plan.")
      const plans = json(simulated).map(({ plan }: { plan: string }) => plan)
      const count = (plan: string) => plans.filter((name: string) => name === plan).length
      const states = json(yield* shell("deployments", "--json")).map(
        ({ deploymentState }: { deploymentState: string }) => deploymentState,
      )
      const ended = (state: string) => states.filter((one: string) => one === state).length
      assert.deepStrictEqual(
        ["success", "successOnRetry", "successWithTimeout", "failure"].map(ended),
        ["straight", "app-retried", "page-timed-out", "no-licence"].map(count),
      )
      const managed = json(yield* shell("managed", "--json"))
      assert.strictEqual(managed.length, 12 - count("no-licence"))
    }),
  )

  it.effect("gives the same history for the same seed on another store, but for ids", () =>
    Effect.gen(function* () {
      const history = Effect.fnUntraced(function* (seed: string) {
        const shell = yield* contoso
        yield* shell("simulate", "--plan", "app-retried", "--devices", "1", "--seed", seed)
        const [{ serialNumber }] = json(yield* shell("devices", "--json"))
        return json(yield* shell("history", serialNumber, "--json")).map(
          ({ recordedAt, type }: { recordedAt: string; type: string }) => `${recordedAt} ${type}`,
        )
      })
      const first = yield* history("7")
      assert.include(first[0], "2026-01-12T08:00:00.000Z DeviceRegistered")
      assert.deepStrictEqual(yield* history("7"), first)
      assert.notDeepEqual(yield* history("8"), first)
    }),
  )
})
