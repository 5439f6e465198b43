import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { streamId } from "#domain/kernel"
import {
  assignUser,
  changeGroupTag,
  changeOrder,
  createTenant,
  nameDevice,
  publishProfile,
  readFacts,
  registerDevice,
  unassignUser,
} from "#workflows/commands"
import { assignment, runProcess } from "#workflows/processes"
import { capture, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const admin = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const
let key = 0

const SALES = `dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
assign:
  groupTags: [sales]
`

const contoso = Effect.map(
  createTenant({ name: "Contoso", domains: [] }, { actor: admin, tenantId: null, key: "tenant" }),
  ({ tenantId }) => ({ actor: admin, tenantId, key: "" }),
)

const register = (
  caller: Effect.Success<typeof contoso>,
  machine: Parameters<typeof capture>[0],
  groupTag: string | null,
) =>
  Effect.map(
    registerDevice(
      {
        method: "manual",
        hardware: capture(machine),
        groupTag,
        orderId: null,
        purchaseOrder: null,
        productKey: null,
        import: null,
        assignedUser: null,
      },
      { ...caller, key: `${key++}` },
    ),
    ({ stream }) => streamId(stream),
  )

const assigned = (deviceId: string) =>
  Effect.map(readFacts(`device-${deviceId}`), (facts) =>
    facts.flatMap(({ fact }) => (fact.type === "ProfileAssigned" ? [fact.data.profile.name] : [])),
  )

/** Lets the process catch up, then ends it as a crash would: without a word. */
const settle = Effect.gen(function* () {
  const fiber = yield* Effect.forkChild(runProcess(assignment))
  yield* TestClock.adjust("5 seconds")
  for (let turn = 0; turn < 200; turn++) yield* Effect.yieldNow
  yield* Fiber.interrupt(fiber)
})

describe("the assignment process", () => {
  it.effect("gives a new device the default profile, and another one when its group tag changes", () =>
    Effect.gen(function* () {
      const caller = yield* contoso
      yield* publishProfile({ file: "sales.yaml", text: SALES }, { ...caller, key: "publish" })
      const device = yield* register(caller, NOTEBOOK, null)
      const neighbour = yield* register(caller, NEIGHBOUR, null)
      yield* settle
      yield* changeGroupTag(device, "sales", { ...caller, key: "tag" })
      yield* settle
      assert.deepStrictEqual(yield* assigned(device), ["default", "sales"])
      assert.deepStrictEqual(yield* assigned(neighbour), ["default"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "touches exactly the devices whose profile a publication changes, also when it is done again",
    () =>
      Effect.gen(function* () {
        const caller = yield* contoso
        const tagged = yield* register(caller, NOTEBOOK, "sales")
        const other = yield* register(caller, NEIGHBOUR, null)
        yield* settle
        yield* publishProfile({ file: "sales.yaml", text: SALES }, { ...caller, key: "publish" })
        yield* settle
        yield* settle
        assert.deepStrictEqual(yield* assigned(tagged), ["default", "sales"])
        assert.deepStrictEqual(yield* assigned(other), ["default"])
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("weighs a device anew when its order, its name or its user changes, and no other device", () =>
    Effect.gen(function* () {
      const caller = yield* contoso
      const rules = {
        ordered: "assign: { purchaseOrders: [PO-7] }",
        named: `assign: { groupTags: [lab], where: 'device.name.startsWith("LAB-")' }`,
        shared: 'assign: { groupTags: [kiosk], where: "!device.userAssigned" }',
      }
      for (const [name, assign] of Object.entries(rules))
        yield* publishProfile(
          {
            file: `${name}.yaml`,
            text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nextends: user-driven\n${assign}\n`,
          },
          { ...caller, key: name },
        )
      const device = yield* register(caller, NOTEBOOK, null)
      const neighbour = yield* register(caller, NEIGHBOUR, null)
      const own = (step: string) => ({ ...caller, key: step })
      yield* settle
      const order = { orderId: null, purchaseOrder: "PO-7" }
      yield* changeOrder(device, order, own("order"))
      yield* settle
      yield* changeOrder(device, { ...order, purchaseOrder: null }, own("no order"))
      yield* changeGroupTag(device, "lab", own("lab"))
      yield* settle
      yield* nameDevice(device, "LAB-1", own("name"))
      yield* settle
      yield* changeGroupTag(device, "kiosk", own("kiosk"))
      yield* settle
      yield* assignUser(device, "ann@contoso.com", own("user"))
      yield* settle
      yield* unassignUser(device, own("no user"))
      yield* settle
      assert.deepStrictEqual(yield* assigned(device), [
        "default",
        "ordered",
        "default",
        "named",
        "shared",
        "default",
        "shared",
      ])
      assert.deepStrictEqual(yield* assigned(neighbour), ["default"])
    }).pipe(Effect.provide(serviceWorld)),
  )
})
