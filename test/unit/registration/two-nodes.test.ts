import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Effect, ManagedRuntime, Stream } from "effect"
import { serviceOn } from "#adapters/config"
import { streamId } from "#domain/kernel"
import { EventStore, START } from "#workflows/ports"
import { tenantNamed } from "../../support/contoso.ts"
import { registerAll } from "../../support/registering-process.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()

/** One tenant registers the machines upwards, the other downwards: they meet in the middle. */
const [FIRST, LAST] = [0, 19]

/** A node of its own on a file: its own store, its own memory of devices. */
const node = (path: string) => ManagedRuntime.make(serviceOn({ kind: "sqlite", path }))

/** The devices that the log knows, and how often each was registered. */
const devices = Effect.gen(function* () {
  const events = yield* Stream.runCollect((yield* EventStore).readAll(START, { categories: ["device"] }))
  return events.filter(({ type }) => type === "DeviceRegistered").map(({ stream }) => streamId(stream))
})

/** Each machine went to one of the two, the other was told 808, and the log has each device once. */
const isShared = (
  [one, downwards]: readonly [ReadonlyArray<string>, ReadonlyArray<string>],
  registered: ReadonlyArray<string>,
) => {
  const other = downwards.toReversed()
  const winners = one.map((outcome, machine) => (outcome === "808" ? other[machine] : outcome))
  const losers = one.map((outcome, machine) => (outcome === "808" ? outcome : other[machine]))
  assert.deepStrictEqual(
    losers,
    one.map(() => "808"),
  )
  assert.deepStrictEqual(registered.toSorted(), winners.toSorted())
  assert.strictEqual(new Set(registered).size, LAST - FIRST + 1)
}

const tenants = Effect.all([tenantNamed("Contoso"), tenantNamed("Fabrikam")])

/** A process that is ready to register, and what it comes to once it is told to. */
const registering = async (path: string, tenantId: string, [from, to]: readonly [number, number]) => {
  const script = fileURLToPath(new URL("../../support/registering-process.ts", import.meta.url))
  const child = spawn(process.execPath, [script, path, tenantId, String(from), String(to)], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part
  })
  await once(child.stdout, "data")
  return {
    go: async () => {
      child.stdin.write("go\n")
      await once(child, "close")
      return text.trim().split("\n").slice(1)
    },
  }
}

describe("two tenants who want the same machines at the same instant", () => {
  it("on two nodes in one process share them: one owner each, 808 for the other", async () => {
    const path = join(directory, "two-stores.sqlite")
    const [one, other] = [node(path), node(path)]
    const [contoso, fabrikam] = await one.runPromise(tenants)
    const outcomes = await Promise.all([
      one.runPromise(registerAll(contoso, FIRST, LAST)),
      other.runPromise(registerAll(fabrikam, LAST, FIRST)),
    ])
    isShared(outcomes, await other.runPromise(devices))
    await Promise.all([one.dispose(), other.dispose()])
  })

  it("in two processes share them: one owner each, 808 for the other", async () => {
    const path = join(directory, "two-processes.sqlite")
    const here = node(path)
    const [contoso, fabrikam] = await here.runPromise(tenants)
    const [one, other] = await Promise.all([
      registering(path, contoso, [FIRST, LAST]),
      registering(path, fabrikam, [LAST, FIRST]),
    ])
    const outcomes = await Promise.all([one.go(), other.go()])
    isShared(outcomes, await here.runPromise(devices))
    await here.dispose()
  })
})
