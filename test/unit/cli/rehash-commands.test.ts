import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { buildReport, encodeHash, type MachineSpec } from "#domain/hardware"
import { rawHashFinder } from "../../support/hash-pieces.ts"
import { AFTER, BEFORE, disk, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { NEW_BOARD } from "../../support/repairs.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const directory = temporaryDirectory()
let stores = 0

const fileOf = (name: string, machine: MachineSpec): string => {
  const path = join(directory, `${name}.txt`)
  writeFileSync(path, Result.getOrThrow(encodeHash(buildReport(machine, name === "before" ? BEFORE : AFTER))))
  return path
}

const BEFORE_REPAIR = fileOf("before", NOTEBOOK)
const REPAIRED = fileOf("repaired", { ...NOTEBOOK, ...NEW_BOARD })
const STRANGER = fileOf("stranger", NEIGHBOUR)
const OTHER_DISK = fileOf("other-disk", { ...NOTEBOOK, disks: [disk("DISK_NEW.")] })

/** Contoso with the notebook, in a store of its own. */
const contoso = Effect.gen(function* () {
  const store = `sqlite:${join(directory, `${stores++}`, "flightlog.sqlite")}`
  const shell = (...args: ReadonlyArray<string>) => commandLine(args, { store })
  yield* shell("tenant", "create", "Contoso", "--domain", "contoso.com")
  yield* shell("import", BEFORE_REPAIR)
  return shell
})

const hardwareOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout)[0].remediationState

describe("rehash", () => {
  it.effect("takes the hash of the repaired device and shows what changed", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const ran = yield* shell("rehash", NOTEBOOK.serialNumber, REPAIRED)
      assert.strictEqual(ran.exit, 0, ran.stderr)
      assert.match(ran.stdout, /^CTS-0000042 has a new hash: replaced, .* \(39 of 100\)\.$/m)
      assert.match(ran.stdout, /^smbiosUuid +25 +9f2b6c1e\S+ +c0ffee00\S+ +The SMBIOS UUID is another one/m)
      const history = yield* shell("history", NOTEBOOK.serialNumber)
      assert.match(history.stdout, /HardwareRehashed +new hardware hash: replaced, 39 of 100/)
    }),
  )

  it.effect("gives programs the verdict with its evidence, and whether something is resolved", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const noted = yield* shell("import", OTHER_DISK)
      assert.include(noted.stdout, "806")
      assert.match(noted.stdout, /Its\s+hardware\s+has\s+changed\s+since/)
      assert.strictEqual(hardwareOf(yield* shell("devices", "--json")), "manualRemediationRequired")
      assert.match((yield* shell("devices")).stdout, /Attention required/)
      const told = JSON.parse((yield* shell("rehash", NOTEBOOK.serialNumber, OTHER_DISK, "--json")).stdout)
      assert.deepStrictEqual(Object.keys(told), ["deviceId", "verdict", "score", "evidence", "resolved"])
      assert.deepStrictEqual([told.verdict, told.resolved], ["changed", true])
      assert.strictEqual(hardwareOf(yield* shell("devices", "--json")), "noRemediationRequired")
    }),
  )

  it.effect("refuses the hash of another machine, and names a file that is not there", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      const other = yield* shell("rehash", NOTEBOOK.serialNumber, STRANGER)
      assert.deepStrictEqual([other.exit, other.stdout], [1, ""])
      assert.match(other.stderr, /^Error: This hash \(serial number "CTS-0000077"\) is of another machine/)
      assert.strictEqual((yield* shell("rehash", NOTEBOOK.serialNumber, "no-such.txt")).exit, 74)
      const typo = yield* shell("rehash", "CTS-000042", REPAIRED)
      assert.match(typo.stderr, /Did you mean "CTS-0000042"\?/)
    }),
  )
})

describe("tenant remediation", () => {
  it.effect("lets the service take the hash that shows a change, and nothing else", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      assert.match((yield* shell("tenant", "remediation", "automatic")).stdout, /\(Fix pending\)/)
      yield* shell("import", OTHER_DISK)
      assert.strictEqual(hardwareOf(yield* shell("devices", "--json")), "noRemediationRequired")
      assert.match(
        (yield* shell("history", NOTEBOOK.serialNumber)).stdout,
        /RemediationRequired +Fix pending: /,
      )
      assert.strictEqual((yield* shell("tenant", "remediation", "perhaps")).exit, 64)
    }),
  )
})

describe("unblock and unmanage", () => {
  it.effect("say where there is nothing to free, and no Intune record to remove", () =>
    Effect.gen(function* () {
      const shell = yield* contoso
      assert.match((yield* shell("unblock", NOTEBOOK.serialNumber)).stdout, /^Nothing blocks CTS-0000042/)
      const none = yield* shell("unmanage", NOTEBOOK.serialNumber)
      assert.deepStrictEqual([none.exit, none.stdout], [1, ""])
      assert.match(none.stderr, /^Error: This device has no Intune record/)
    }),
  )
})

describe("the bytes of a hardware hash", () => {
  it.effect("are in nothing that the command line says: lists, histories, errors", () =>
    Effect.gen(function* () {
      const seenIn = rawHashFinder([NOTEBOOK, NEIGHBOUR, { ...NOTEBOOK, ...NEW_BOARD }])
      const shell = yield* contoso
      const hash = readFileSync(REPAIRED, "utf8")
      const wrong = [hash.slice(0, 100), hash.slice(30, 90), `${hash.slice(0, 60)}!`, hash.toLowerCase()]
      const files = wrong.map((text, index) => {
        const path = join(directory, `wrong-${index}.txt`)
        writeFileSync(path, text)
        return path
      })
      const commands: ReadonlyArray<ReadonlyArray<string>> = [
        ["import", BEFORE_REPAIR],
        ["import", BEFORE_REPAIR, "--json"],
        ["rehash", NOTEBOOK.serialNumber, REPAIRED],
        ["match", BEFORE_REPAIR, REPAIRED],
        ["match", BEFORE_REPAIR, REPAIRED, "--json"],
        ["hash", "decode", REPAIRED],
        ["history", NOTEBOOK.serialNumber],
        ["history", NOTEBOOK.serialNumber, "--json"],
        ["show", NOTEBOOK.serialNumber, "--json"],
        ["devices", "--json"],
        ["imports", "--json"],
        ...files.flatMap((file) => [
          ["hash", "decode", file],
          ["import", file],
          ["rehash", NOTEBOOK.serialNumber, file],
          ["match", BEFORE_REPAIR, file],
        ]),
      ]
      for (const command of commands) {
        const { stderr, stdout } = yield* shell(...command)
        assert.isUndefined(seenIn(stdout + stderr), `flightlog ${command.join(" ")}`)
      }
      assert.isDefined(seenIn(hash), "they are found where they are")
    }),
  )
})
