import { Cause, Effect, Exit, Fiber, Layer, ManagedRuntime, References, Stream } from "effect"
import { TestClock } from "effect/testing"
import type { MachineSpec } from "#domain/hardware"
import { streamId } from "#domain/kernel"
import { readFacts } from "#workflows/commands"
import { EventStore, START } from "#workflows/ports"
import { deregistration } from "#workflows/processes"
import { tenantNamed } from "../../support/contoso.ts"
import { dyingAfter } from "../../support/dying-store.ts"
import { disk, ek, lan, NEIGHBOUR, NOTEBOOK, wlan } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** Three machines that have nothing in common. */
export const MACHINES: { readonly [name: string]: MachineSpec } = {
  notebook: NOTEBOOK,
  neighbour: NEIGHBOUR,
  desktop: {
    ...NOTEBOOK,
    serialNumber: "CTS-0000099",
    uuid: "5e1c7f52-66a0-4d0e-9a6f-2f8d1c3b4a03",
    ekModulus: ek("desktop"),
    productKeyId: "3300000000099",
    adapters: [lan("02-00-5E-00-99-01"), wlan("02-00-5E-00-99-02")],
    disks: [disk("DISK_99.")],
  },
}

export const TENANTS = ["Contoso", "Fabrikam", "Tailspin"] as const

const layer = serviceWorld.pipe(
  Layer.provideMerge(TestClock.layer()),
  Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None")),
)

type Services = Layer.Success<typeof layer>

/** An effect as commands are: what it may go wrong with is told by tags. */
export type Act<A> = Effect.Effect<A, { readonly _tag: string }, Services>

/** How an act is cut off: before which of its writes, and whether somebody repeats it. */
export interface Interruption {
  readonly at: number
  readonly next: "repeat" | "leave"
}

const wasKilled = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) && Cause.hasDies(exit.cause) && Cause.squash(exit.cause) === "killed"

/** While an act runs, virtual time goes by: whoever waits for another registration gets on. */
const inTime = <A>(act: Act<A>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.exit(act))
    yield* TestClock.adjust("3 seconds")
    return yield* Fiber.join(fiber)
  })

/** Every fact of the log in the streams of a category. */
const factsIn = Effect.fn(function* (category: string) {
  const store = yield* EventStore
  const events = yield* Stream.runCollect(store.readAll(START, { categories: [category] }))
  const streams = [...new Set(events.map(({ stream }) => stream))]
  return yield* Effect.forEach(streams, (stream) =>
    Effect.map(readFacts(stream), (facts) => ({ stream, facts })),
  )
})

/** What a machine does after a while that somebody left it half done: claims run out, the process goes on. */
const later = Effect.gen(function* () {
  yield* TestClock.adjust("2 minutes")
  for (const { facts } of yield* factsIn("device"))
    yield* deregistration.react(facts.filter(({ fact }) => fact.type === "DeregistrationStarted"))
})

const outcomeOf = <A>(exit: Exit.Exit<A, { readonly _tag: string }>) => {
  if (Exit.isSuccess(exit)) return { outcome: "done", value: exit.value } as const
  const error: unknown = Cause.squash(exit.cause)
  if (typeof error !== "object" || error === null || !("code" in error)) throw error
  const outcome = "number" in error && error.number !== undefined ? error.number : error.code
  return { outcome: `${outcome}`, refusal: JSON.stringify(error) } as const
}

/** What the log says, read without any rule of the service: live registrations, and who holds each claim. */
const census = Effect.gen(function* () {
  const live = new Map<string, { readonly tenant: string; readonly claims: ReadonlyArray<string> }>()
  const machines: Array<{ readonly serialNumber: string; readonly deviceId: string }> = []
  for (const { facts, stream } of yield* factsIn("device")) {
    const deviceId = streamId(stream)
    const last = facts.findLast(({ fact }) => /^Device(R|Der)egistered$/.test(fact.type))?.fact
    const owner = facts.findLast(({ fact }) => fact.type === "TenantAssociated")?.fact
    if (last?.type !== "DeviceRegistered" || owner?.type !== "TenantAssociated") continue
    live.set(deviceId, { tenant: owner.data.tenantId, claims: last.data.claims })
    machines.push({ serialNumber: last.data.hardware.serialNumber, deviceId })
  }
  const holders = new Map<string, string>()
  for (const { facts, stream } of yield* factsIn("hardware"))
    for (const { fact } of facts)
      if (fact.type === "HardwareClaimed") holders.set(stream, fact.data.deviceId)
      else if (fact.type === "HardwareReleased") holders.delete(stream)
  return { live, machines, holders }
})

/** A whole service in memory on a virtual clock, with three tenants. */
export const makeWorld = async () => {
  const runtime = ManagedRuntime.make(layer)
  const ids = await runtime.runPromise(Effect.forEach(TENANTS, tenantNamed))
  const tenants = Object.fromEntries(TENANTS.map((name, index) => [name, ids[index] ?? ""]))
  return {
    tenants,
    dispose: () => runtime.dispose(),
    census: () => runtime.runPromise(census),
    /** Carries an act out; `left` when it was cut off and nobody repeated it. */
    act: async <A>(act: Act<A>, interruption: Interruption | null = null) => {
      if (interruption === null) return outcomeOf(await runtime.runPromise(inTime(act)))
      const cut = inTime(act.pipe(Effect.provide(dyingAfter(interruption.at))))
      const exit = await runtime.runPromise(cut)
      if (!wasKilled(exit)) return outcomeOf(exit)
      if (interruption.next === "repeat") return outcomeOf(await runtime.runPromise(inTime(act)))
      await runtime.runPromise(later)
      return { outcome: "left" } as const
    },
  }
}

export type World = Awaited<ReturnType<typeof makeWorld>>
