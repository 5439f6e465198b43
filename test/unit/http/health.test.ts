import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore, type SubscriptionStatus } from "#workflows/ports"
import { readiness } from "../../../adapters/http/operations/readiness.ts"
import { aService, type Service } from "../../support/http-world.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { until } from "./stories.ts"

interface List {
  readonly name: string
  readonly state: string
  readonly lagSeconds: number
}

const ask = (service: Service) => () => service.get("/health/ready")

const ready = (service: Service) => until(ask(service), ({ status }) => status === 200)

describe("the health of the service", () => {
  it("is live as soon as it answers", async () => {
    await using service = aService()
    assert.deepStrictEqual((await service.get("/health/live")).json, { status: "live" })
  })

  it("is ready once every list follows the log, and not before", async () => {
    await using service = aService({ late: 100 })
    const early = await service.get("/health/ready")
    assert.deepStrictEqual([early.status, early.json.status], [503, "not ready"])

    const { json } = await ready(service)
    assert.strictEqual(json.status, "ready")
    const lists: ReadonlyArray<List> = json.projections
    assert.includeMembers(
      lists.map(({ name }) => name),
      [
        "autopilot-devices",
        "managed-devices",
        "autopilot-events",
        "imports",
        "deadlines",
        "profiles",
        "tenants",
      ],
    )
    assert.isTrue(lists.every(({ lagSeconds, state }) => lagSeconds === 0 && state === "live"))
  })

  it("tells how far behind each list is", async () => {
    await using service = aService({ late: 300 })
    const begun = Date.now()
    await service.post("/api/tenants", { name: "Contoso" })
    await service.post("/api/users", { userPrincipalName: "ann@contoso.example" })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { json } = await service.get("/health/ready")
    const [list] = json.projections as ReadonlyArray<List & { readonly position: string }>
    assert.isTrue((list?.position ?? "z") < json.head, "behind the end of the log")
    assert.isAbove(list?.lagSeconds ?? 0, 0)
    assert.isAtMost(list?.lagSeconds ?? Number.NaN, (Date.now() - begun) / 1000)
  })

  it("is not ready while an event stops a list, and names the event; the other lists go on", async () => {
    await using service = aService()
    await ready(service)
    const poison = anEvent({ type: "TenantCreated", payload: { data: { name: 5 }, salt: "" } })
    await service.runtime.runPromise(
      EventStore.use((store) => store.append("tenant-poisoned", "no-stream", [poison])),
    )
    const { json, status } = await until(ask(service), (answered) => {
      const all: ReadonlyArray<List> = answered.json.projections
      const isOver = all.every(({ lagSeconds, state }) => state === "stopped" || lagSeconds === 0)
      return isOver && answered.status === 503
    })
    assert.deepStrictEqual([status, json.status], [503, "not ready"])
    const states = new Map<string, string>(json.projections.map((list: List) => [list.name, list.state]))
    assert.deepStrictEqual([states.get("tenants"), states.get("autopilot-devices")], ["stopped", "live"])
    const stopped = json.projections.find(({ name }: List) => name === "tenants")
    assert.deepInclude(stopped.poison, { position: json.head, type: "TenantCreated" })
    assert.include(stopped.lastError, 'The event "TenantCreated" (version 1) cannot be read')
    assert.strictEqual(stopped.lagEvents, 1)
  })

  it("tells of the subscriptions that the lists and processes follow the log by", async () => {
    await using service = aService()
    const { json } = await ready(service)
    assert.isAbove(json.subscriptions.length, 0)
    assert.isTrue(
      json.subscriptions.every(({ lastError }: { lastError: string | null }) => lastError === null),
    )
  })

  it("is not ready while a subscription is cut off, though the log answers and no list is behind", async () => {
    await using service = aService()
    await ready(service)
    const isReadyWhile = (state: SubscriptionStatus["state"]) =>
      service.runtime.runPromise(
        Effect.gen(function* () {
          const store = yield* EventStore
          const one: SubscriptionStatus = { filter: {}, state, since: 0, lastError: "The line was cut." }
          const subscriptions = Effect.succeed([one])
          return (yield* Effect.provideService(readiness, EventStore, { ...store, subscriptions })).isReady
        }),
      )
    assert.deepStrictEqual([await isReadyWhile("live"), await isReadyWhile("resuming")], [true, false])
  })
})
