// A process of its own that registers machines for a tenant; run as: node registering-process.ts PATH TENANT FROM TO.
// It prints "ready", waits for a line, and then prints the outcome of each machine: its device, or the refusal's code.
import { once } from "node:events"
import { Effect } from "effect"
import { serviceOn } from "#adapters/config"
import type { MachineSpec } from "#domain/hardware"
import { streamId } from "#domain/kernel"
import { registerDevice } from "#workflows/commands"
import { callerIn, registrationOf } from "./contoso.ts"
import { disk, ek, lan, NOTEBOOK } from "./machines.ts"

/** One of a series of machines that have nothing of their own in common. */
export const numbered = (number: number): MachineSpec => {
  const digits = String(number).padStart(2, "0")
  return {
    ...NOTEBOOK,
    serialNumber: `CTS-10000${digits}`,
    uuid: `9f2b6c1e-0a41-4f7b-9d7e-1000000000${digits}`,
    ekModulus: ek(`machine ${number}`),
    productKeyId: `33000000001${digits}`,
    adapters: [lan(`02-00-5E-01-00-${digits}`)],
    disks: [disk(`DISK_1${digits}.`)],
  }
}

/** How many machines a node registers side by side. */
const SIDE_BY_SIDE = 3

/** Registers the machines from one number to another, upwards or downwards; gives what came of each, in that order. */
export const registerAll = (tenantId: string, from: number, to: number) =>
  Effect.forEach(
    Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => from + (from < to ? step : -step)),
    (number) =>
      registerDevice(registrationOf(numbered(number)), callerIn(tenantId)).pipe(
        Effect.map(({ stream }) => streamId(stream)),
        Effect.catchTag("Refusal", ({ code, number }) => Effect.succeed(number ?? code)),
      ),
    { concurrency: SIDE_BY_SIDE },
  )

const [path, tenantId = "", from = "", to = ""] = process.argv.slice(2)
if (process.argv[1] === import.meta.filename && path !== undefined) {
  const work = Effect.gen(function* () {
    process.stdout.write("ready\n")
    yield* Effect.promise(() => once(process.stdin, "data"))
    const outcomes = yield* registerAll(tenantId, Number(from), Number(to))
    process.stdout.write(`${outcomes.join("\n")}\n`)
  })
  await Effect.runPromise(work.pipe(Effect.provide(serviceOn({ kind: "sqlite", path })), Effect.scoped))
  process.stdin.destroy()
}
