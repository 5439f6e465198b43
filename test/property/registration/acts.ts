import { assert } from "@effect/vitest"
import { Effect } from "effect"
import type fc from "fast-check"
import { streamId } from "#domain/kernel"
import {
  checkClaim,
  deregister,
  deregisterForTenant,
  discover,
  registerDevice,
  registerForTenant,
  revokeAuthorization,
} from "#workflows/commands"
import { callerIn, registrationOf } from "../../support/contoso.ts"
import { capture } from "../../support/machines.ts"
import {
  authorized,
  byProductKey,
  byTuple,
  delivered,
  identified,
  partnerIn,
} from "../../support/partners.ts"
import {
  type By,
  type Model,
  mayDeregister,
  mayDeregisterFor,
  mayRegister,
  mayRegisterFor,
  PARTNERS,
  type Partner,
} from "./model.ts"
import { type Interruption, MACHINES, TENANTS, type World } from "./world.ts"

type Command = fc.AsyncCommand<Model, World>

const command = (says: string, run: (model: Model, world: World) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, world) => {
    await run(model, world)
    await isAsWritten(model, world)
  },
  toString: () => says,
})

const specOf = (machine: string) => {
  const spec = MACHINES[machine]
  if (spec === undefined) throw new Error(`no machine ${machine}`)
  return spec
}
const idOf = (world: World, tenant: string): string => world.tenants[tenant] ?? ""
const NOBODY = "00000000-0000-4000-8000-000000000000"

/** The log and the paper agree: nobody lost a machine, nobody has it twice, and whoever has it holds all its claims. */
const isAsWritten = async (model: Model, world: World) => {
  const { holders, live, machines } = await world.census()
  assert.deepStrictEqual(
    machines
      .map(({ deviceId, serialNumber }) => [serialNumber, deviceId, live.get(deviceId)?.tenant])
      .toSorted(),
    [...model.owners]
      .map(([machine, { deviceId, tenant }]) => [specOf(machine).serialNumber, deviceId, idOf(world, tenant)])
      .toSorted(),
  )
  for (const [deviceId, { claims }] of live)
    for (const claim of claims) assert.strictEqual(holders.get(claim), deviceId)
}

/** A refusal with 808 tells nothing by which its reader could find the owner. */
const tellsNoOwner = (model: Model, world: World, machine: string, refusal: string) => {
  const owner = model.owners.get(machine)
  if (owner === undefined) return assert.fail("808 for a machine that nobody has")
  const secrets = [owner.tenant, idOf(world, owner.tenant), owner.deviceId, ...Object.keys(PARTNERS)]
  for (const secret of secrets) assert.notInclude(refusal, secret)
}

interface Registered {
  readonly tenant: string
  readonly machine: string
  readonly by: "owner" | Partner
}

/** Notes a registration: the machine is the device again that it was to that tenant before, or else a new one. */
const note = (model: Model, { by, machine, tenant }: Registered, deviceId: string) => {
  const before = model.devices.get(`${tenant}/${machine}`)
  if (before !== undefined) assert.strictEqual(deviceId, before)
  else assert.notInclude([...model.devices.values()], deviceId)
  model.devices.set(`${tenant}/${machine}`, deviceId)
  model.owners.set(machine, { tenant, deviceId, by })
}

type Outcome = Awaited<ReturnType<World["act"]>>

const settle = (
  model: Model,
  world: World,
  registered: Registered,
  { expected, met }: { readonly expected: string; readonly met: Outcome },
) => {
  // Cut off before the device's first event and not repeated: as if nobody had asked.
  if (met.outcome === "left") return
  assert.strictEqual(met.outcome, expected)
  if ("refusal" in met && expected === "808") tellsNoOwner(model, world, registered.machine, met.refusal)
  if ("value" in met) note(model, registered, streamId((met.value as { readonly stream: string }).stream))
}

export interface Registering {
  readonly tenant: string
  readonly machine: string
  readonly minute: number
  readonly cut: Interruption | null
}

/** A capture of a machine at one of many times: never the same bytes. */
const captured = (machine: string, minute: number) =>
  capture(specOf(machine), {
    at: `2026-01-01T00:${String(minute % 60).padStart(2, "0")}:00Z`,
    osBuild: `10.0.26100.${4000 + minute}`,
    toolVersion: 9,
  })

export const register = ({ cut, machine, minute, tenant }: Registering) =>
  command(`${tenant} registers the ${machine}`, async (model, world) => {
    const hardware = captured(machine, minute)
    const act = registerDevice(
      { ...registrationOf(specOf(machine)), hardware },
      callerIn(idOf(world, tenant)),
    )
    const expected = mayRegister(model, tenant, machine)
    settle(model, world, { tenant, machine, by: "owner" }, { expected, met: await world.act(act, cut) })
  })

export const race = ({ machine, minute }: Registering) =>
  command(`all tenants register the ${machine} at once`, async (model, world) => {
    const hardware = captured(machine, minute)
    const one = (tenant: string) =>
      registerDevice({ ...registrationOf(specOf(machine)), hardware }, callerIn(idOf(world, tenant))).pipe(
        Effect.map(({ stream }) => ({ tenant, outcome: "done", stream })),
        Effect.catchTag("Refusal", ({ number }) => Effect.succeed({ tenant, outcome: number, stream: "" })),
      )
    const met = await world.act(Effect.forEach(TENANTS, one, { concurrency: "unbounded" }))
    if (!("value" in met)) return assert.fail(JSON.stringify(met))
    const before = model.owners.get(machine)
    const winners = met.value.filter(({ outcome }) => outcome === "done")
    assert.strictEqual(winners.length, before === undefined ? 1 : 0)
    for (const { stream, tenant } of winners) note(model, { tenant, machine, by: "owner" }, streamId(stream))
    for (const { outcome, tenant } of met.value)
      if (outcome !== "done") assert.strictEqual(outcome, mayRegister(model, tenant, machine))
  })

const identifierOf = (machine: string, by: By, minute: number) => {
  if (by === "hash") return { by, hardware: captured(machine, minute) } as const
  return by === "pkid" ? byProductKey(specOf(machine)) : byTuple(specOf(machine))
}

export const registerFor = (asked: Registering & { readonly partner: Partner; readonly by: By }) =>
  command(
    `the ${asked.partner} registers the ${asked.machine} for ${asked.tenant} by ${asked.by}`,
    async (model, world) => {
      const { by, cut, machine, minute, partner, tenant } = asked
      const act = registerForTenant(
        identified(identifierOf(machine, by, minute)),
        partnerIn(idOf(world, tenant), partner),
      )
      const expected = mayRegisterFor(model, asked)
      settle(model, world, { tenant, machine, by: partner }, { expected, met: await world.act(act, cut) })
    },
  )

const deviceOf = (model: Model, tenant: string, machine: string): string =>
  model.devices.get(`${tenant}/${machine}`) ?? NOBODY

const ended = (model: Model, machine: string, expected: string, met: Outcome, cut: Interruption | null) => {
  if (met.outcome === "left") {
    // What was begun is finished by the process.
    if (expected === "done" && (cut?.at ?? 0) > 0) model.owners.delete(machine)
    return
  }
  assert.strictEqual(met.outcome, expected)
  if (expected === "done") model.owners.delete(machine)
}

export const endRegistration = ({ cut, machine, tenant }: Registering) =>
  command(`${tenant} deregisters the ${machine}`, async (model, world) => {
    const act = deregister(deviceOf(model, tenant, machine), "sold", callerIn(idOf(world, tenant)))
    ended(model, machine, mayDeregister(model, tenant, machine), await world.act(act, cut), cut)
  })

export const endRegistrationFor = (asked: Registering & { readonly partner: Partner }) =>
  command(
    `the ${asked.partner} deregisters the ${asked.machine} for ${asked.tenant}`,
    async (model, world) => {
      const { cut, machine, partner, tenant } = asked
      const caller = partnerIn(idOf(world, tenant), partner)
      const act = deregisterForTenant(deviceOf(model, tenant, machine), "returned", caller)
      ended(model, machine, mayDeregisterFor(model, asked), await world.act(act, cut), cut)
    },
  )

export const authorise = (asked: {
  readonly tenant: string
  readonly partner: Partner
  readonly acts: ReadonlyArray<"register" | "deregister">
}) =>
  command(`${asked.tenant} lets the ${asked.partner} ${asked.acts.join(" and ")}`, async (model, world) => {
    const { acts, partner, tenant } = asked
    const tenantId = idOf(world, tenant)
    const scope = { acts, groupTags: null }
    const act = authorized(tenantId, { kind: PARTNERS[partner], partnerId: partner, scope })
    const met = await world.act(act)
    if (!("value" in met)) return assert.fail(JSON.stringify(met))
    model.grants.set(`${tenant}/${partner}`, { acts, id: met.value })
  })

export const revoke = ({ partner, tenant }: { readonly tenant: string; readonly partner: Partner }) =>
  command(`${tenant} takes its grant from the ${partner}`, async (model, world) => {
    const grant = model.grants.get(`${tenant}/${partner}`)
    if (grant === undefined) return
    const ref = { partnerId: partner, authorizationId: grant.id }
    const met = await world.act(revokeAuthorization(ref, "over", callerIn(idOf(world, tenant))))
    assert.strictEqual(met.outcome, "done")
    model.grants.delete(`${tenant}/${partner}`)
  })

export const deliver = ({ cut, machine }: Registering) =>
  command(`the maker delivers the hash of the ${machine}`, async (model, world) => {
    const met = await world.act(delivered(`cbr-${machine}`, specOf(machine)), cut)
    if (met.outcome !== "left") model.delivered.add(machine)
  })

export const check = ({ machine, minute, tenant }: Registering) =>
  command(`${tenant} asks whether it could register the ${machine}`, async (model, world) => {
    const act = checkClaim(captured(machine, minute), callerIn(idOf(world, tenant)))
    const met = await world.act(act)
    assert.strictEqual("value" in met && met.value.claimable, !model.owners.has(machine))
  })

export const boot = ({ machine, minute }: Registering) =>
  command(`the ${machine} boots`, async (model, world) => {
    const met = await world.act(discover(captured(machine, minute), { key: `boot-${minute}-${machine}` }))
    const owner = model.owners.get(machine)
    assert.strictEqual(met.outcome, owner === undefined ? "807" : "done")
    if ("value" in met) assert.strictEqual(met.value.deviceId, owner?.deviceId)
  })
