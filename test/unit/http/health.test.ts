import { assert, describe, it } from "@effect/vitest"
import { aService, type Service } from "../../support/http-world.ts"

interface List {
  readonly name: string
  readonly state: string
  readonly lagSeconds: number
}

const ready = async (service: Service) => {
  for (let look = 0; look < 200; look++) {
    const answered = await service.get("/health/ready")
    if (answered.status === 200) return answered
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error("The service did not become ready.")
}

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
    await service.post("/api/tenants", { name: "Contoso" })
    await service.post("/api/users", { userPrincipalName: "ann@contoso.example" })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { json } = await service.get("/health/ready")
    const [list] = json.projections as ReadonlyArray<List & { readonly position: string }>
    assert.isTrue((list?.position ?? "z") < json.head, "behind the end of the log")
    assert.isAbove(list?.lagSeconds ?? 0, 0)
    assert.isBelow(list?.lagSeconds ?? 9, 2)
  })

  it("tells of the subscriptions that the lists and processes follow the log by", async () => {
    await using service = aService()
    const { json } = await ready(service)
    assert.isAbove(json.subscriptions.length, 0)
    assert.isTrue(
      json.subscriptions.every(({ lastError }: { lastError: string | null }) => lastError === null),
    )
  })
})
