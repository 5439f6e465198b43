import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine, type Given } from "./command-line.ts"

const directory = temporaryDirectory()
const store = `sqlite:${join(directory, "flightlog.sqlite")}`
const shell = (args: ReadonlyArray<string>, given: Given = {}) => commandLine(args, { store, ...given })

const SALES =
  "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\nassign: { groupTags: [sales] }\n"

/** A directory with these files, by name. */
const folder = (name: string, files: Readonly<Record<string, string>>): string => {
  const path = join(directory, name)
  mkdirSync(join(path, "emea"), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
  return path
}

const names = ({ stdout }: { readonly stdout: string }) =>
  JSON.parse(stdout).map(({ name }: { name: string }) => name)

describe("profile plan and apply", () => {
  it.effect("walk a directory, ask, do nothing without a yes, and end with the exit codes of a plan", () =>
    Effect.gen(function* () {
      yield* shell(["tenant", "create", "Contoso"])
      const path = folder("sound", {
        "sales.yaml": SALES,
        "emea/emea.yaml": SALES.replace("name: sales", "name: emea").replace("user-driven", "sales"),
        "sales.test.yaml": "not a profile",
      })
      const planned = yield* shell(["profile", "plan", path])
      assert.strictEqual(planned.exit, 2)
      assert.match(planned.stdout, /^2 new, 0 changed/)
      const refused = yield* shell(["profile", "apply", path], { stdin: "no\n" })
      assert.strictEqual(refused.exit, 1)
      assert.include(refused.stderr, "Nothing was applied: the plan was not confirmed.")
      assert.deepStrictEqual(names(yield* shell(["profile", "list", "--json"])), ["default"])
      const applied = yield* shell(["profile", "apply", path], { stdin: "yes\n" })
      assert.strictEqual(applied.exit, 0)
      assert.include(applied.stdout, 'Profile "sales" version 1 is published.')
      const again = yield* shell(["profile", "plan", path])
      assert.strictEqual(again.exit, 0)
      assert.match(again.stdout, /^Nothing would change: 0 new/)
    }),
  )

  it.effect("tell what is suspicious in a file, and plan it all the same", () =>
    Effect.gen(function* () {
      const path = folder("warned", {
        "a.yaml": `${SALES.replaceAll("sales", "warned")}signals: [Paid]\n`,
      })
      const { exit, stderr, stdout } = yield* shell(["profile", "plan", path])
      assert.strictEqual(exit, 2)
      assert.match(stdout, /^1 new/)
      assert.match(stderr, /a\.yaml:6:11: warning FL060/)
    }),
  )

  it.effect("tell every mistake of every file with its place, and plan nothing", () =>
    Effect.gen(function* () {
      const path = folder("faulty", { "a.yaml": `${SALES}titel: A\n`, "b.yaml": `${SALES}retird: true\n` })
      const { exit, stderr, stdout } = yield* shell(["profile", "plan", path])
      assert.strictEqual(exit, 1)
      assert.strictEqual(stdout, "")
      assert.match(stderr, /a\.yaml:6:1/)
      assert.match(stderr, /b\.yaml:6:1/)
    }),
  )

  it.effect(
    "say what is wrong with a file that is no plan, a directory without profiles, a version that is none",
    () =>
      Effect.gen(function* () {
        const path = join(directory, "other.json")
        writeFileSync(path, '{"format": 7}')
        const other = yield* shell(["profile", "apply", path])
        assert.strictEqual(other.exit, 1)
        assert.include(other.stderr, "is not a plan of this version of Flightlog")
        const beside = yield* shell(["profile", "apply", path, folder("beside", { "sales.yaml": SALES })])
        assert.strictEqual(beside.exit, 64)
        assert.include(beside.stderr, "it is carried out alone")
        const empty = yield* shell(["profile", "plan", folder("empty", {})])
        assert.strictEqual(empty.exit, 74)
        assert.include(empty.stderr, "holds no profile.")
        const version = yield* shell(["profile", "diff", "sales", "first", "2"])
        assert.strictEqual(version.exit, 64)
        assert.include(version.stderr, '"first" is not a version.')
      }),
  )

  it.effect("lists the default last, and what was retired only if asked for", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(names(yield* shell(["profile", "list", "--json"])), ["sales", "emea", "default"])
      yield* shell(["profile", "retire", "emea"])
      assert.deepStrictEqual(names(yield* shell(["profile", "list", "--json"])), ["sales", "default"])
      const all = yield* shell(["profile", "list", "--retired"])
      assert.match(all.stdout, /^emea .* \d{4}-\d{2}-\d{2}/m)
    }),
  )

  it.effect("import a list of Graph into a directory, and write over no file", () =>
    Effect.gen(function* () {
      const entity = (displayName: string) => ({
        "@odata.type": "#microsoft.graph.azureADWindowsAutopilotDeploymentProfile",
        displayName,
      })
      const path = join(directory, "graph.json")
      writeFileSync(path, JSON.stringify({ value: [entity("Kiosk"), entity("Lab")] }))
      const many = yield* shell(["profile", "import", path])
      assert.strictEqual(many.exit, 64)
      assert.include(many.stderr, "The file holds 2 profiles and pages.")
      const target = join(directory, "imported")
      const written = yield* shell(["profile", "import", path, "--dir", target])
      assert.deepStrictEqual(written.stdout.trim().split("\n"), [
        join(target, "kiosk.yaml"),
        join(target, "lab.yaml"),
      ])
      assert.include(readFileSync(join(target, "lab.yaml"), "utf8"), "name: lab")
      assert.strictEqual((yield* shell(["profile", "import", path, "--dir", target])).exit, 74)
    }),
  )
})
