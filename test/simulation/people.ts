import { Effect } from "effect"
import { listAutopilotDevices } from "#projections/autopilot-devices"
import { listDeployments } from "#projections/autopilot-events"
import { importRows, listImports } from "#projections/imports"
import { listManagedDevices } from "#projections/managed-devices"
import { listProfiles } from "#projections/profiles"
import type { ReadModels, ReadModelsFailure } from "#projections/runtime"
import {
  addUser,
  assignUser,
  changeGroupTag,
  changeLicence,
  createTenant,
  deregister,
  publishProfile,
  registerDevice,
  retireProfile,
  submitImport,
  type TenantCaller,
} from "#workflows/commands"
import { ADMIN } from "../support/contoso.ts"
import { MACHINES } from "./machines.ts"
import { ask, command, type Tenant, tellsNoOther, type World } from "./world.ts"

const quickProfile = ({ name }: Tenant, edition: number) => `dsl: 1
kind: DeploymentProfile
name: ${name}-quick
title: Quick ${edition}
extends: user-driven
assign: { groupTags: [${name}-quick] }
enrollmentStatus: { timeout: 45m, onFailure: [collect-logs, { retry: { limit: 2 } }, continue, reset] }
workflow:
  states:
    outOfBox:
      states:
        discovered:
          timeout: { after: 20s, to: failed, reason: the device never reported its network }
        connected:
          timeout: { after: 25s, to: failed, reason: nobody answered }
        answered:
          timeout: { after: 30s, to: failed, reason: nobody signed in }
    deviceSetup:
      timeout: { after: 45s }
    accountSetup:
      timeout: { after: 45s }
`

/** A list that a client may read of its tenant. */
export interface List {
  readonly name: string
  readonly read: (tenantId: string) => Effect.Effect<unknown, ReadModelsFailure, ReadModels>
}

const ALL = { top: 999, skip: 0 }

/** Every list that a client may read. */
export const LISTS: ReadonlyArray<List> = [
  { name: "autopilot devices", read: (tenantId: string) => listAutopilotDevices(tenantId, ALL) },
  { name: "deployments", read: (tenantId: string) => listDeployments(tenantId, ALL) },
  { name: "managed devices", read: (tenantId: string) => listManagedDevices(tenantId, ALL) },
  { name: "imports", read: (tenantId: string) => listImports(tenantId) },
  { name: "import rows", read: (tenantId: string) => importRows(tenantId, "delivery-1") },
  { name: "profiles", read: (tenantId: string) => listProfiles(tenantId, { retired: true }) },
]

const NO_DEVICE = "00000000-0000-4000-8000-000000000000"

/** What an administrator of a tenant may do next; each act is one wish, asked until it is known what came of it. */
const actsOf = (world: World, tenant: Tenant, tenantId: string) => {
  const { dice, log } = world
  const { name } = tenant
  const caller = (): TenantCaller => ({ actor: ADMIN, tenantId, key: world.key() })
  const tag = () => dice.pick([`${name}-quick`, `${name}-quick`, `${name}-other`, null])
  const user = `ann@${name}.com`
  const device = (): string => {
    const all = log.live()
    const own = all.filter(({ deviceId }) => log.tenants.get(deviceId) === tenantId)
    const some = own.length === 0 || dice.chance(0.1) ? all : own
    return some.length === 0 ? NO_DEVICE : dice.pick(some).deviceId
  }
  const run = (wish: Parameters<typeof command>[2]) => Effect.asVoid(command(world, tenant, wish))

  const register = () => {
    const registration = {
      method: "manual",
      hardware: dice.pick(dice.pick(MACHINES)).hardware,
      groupTag: tag(),
      orderId: null,
      purchaseOrder: null,
      productKey: null,
      import: null,
      assignedUser: dice.chance(0.3) ? user : null,
    } as const
    return run(registerDevice(registration, caller()))
  }
  const bringIn = () => {
    const rows = MACHINES.filter(() => dice.chance(0.6)).map((captures, index) => ({
      line: index + 2,
      serialNumber: captures[0]?.hardware.serialNumber ?? null,
      productId: null,
      hash: dice.pick(captures).hash,
      groupTag: tag(),
      assignedUser: dice.chance(0.3) ? user : null,
      notes: [],
    }))
    const file = { importId: `delivery-${dice.between(1, 3)}`, rows, refused: [] }
    return run(submitImport(file, caller()))
  }
  const leave = () => Effect.asVoid(ask(world, deregister(device(), "sold", caller(), "in-order")))
  const publish = () => {
    const file = { file: "quick.yaml", text: quickProfile(tenant, dice.between(1, 3)) }
    return run(publishProfile(file, caller()))
  }
  const retire = () => run(retireProfile(`${name}-quick`, caller()))
  return [
    register,
    register,
    register,
    bringIn,
    bringIn,
    leave,
    leave,
    publish,
    retire,
    () => run(changeGroupTag(device(), tag(), caller())),
    () => run(changeGroupTag(device(), tag(), caller())),
    () => run(assignUser(device(), user, caller())),
  ]
}

/** The organisation comes to be: tenant, user with a licence, profile. */
const organise = Effect.fnUntraced(function* (world: World, tenant: Tenant) {
  const { name } = tenant
  const creator = { actor: ADMIN, tenantId: null, key: world.key() }
  const created = yield* ask(world, createTenant({ name, domains: [`${name}.com`] }, creator))
  if (created._tag !== "Done") return null
  const { tenantId } = created.answer
  tenant.id = tenantId
  const caller = () => ({ actor: ADMIN, tenantId, key: world.key() })
  const upn = `ann@${name}.com`
  yield* command(world, tenant, addUser({ upn, displayName: null }, caller()))
  yield* command(world, tenant, changeLicence({ type: "AssignLicence", upn, licence: "INTUNE" }, caller()))
  const file = { file: "quick.yaml", text: quickProfile(tenant, 1) }
  yield* command(world, tenant, publishProfile(file, caller()))
  return tenantId
})

/** An administrator of a tenant, who does this and that until it is time to go home. */
export const administrator = Effect.fnUntraced(function* (world: World, tenant: Tenant) {
  const { dice, timeline, until } = world
  const tenantId = yield* organise(world, tenant)
  if (tenantId === null) return
  const acts = actsOf(world, tenant, tenantId)
  while (timeline.elapsed() < until) {
    yield* dice.pick(acts)()
    yield* Effect.sleep(dice.between(10, 12_000))
  }
})

/** A client that looks at lists, each time through another node, and is told of its own tenant only. */
export const reader = Effect.fnUntraced(function* (world: World, lists: ReadonlyArray<List>) {
  const { dice, tenants, timeline, until } = world
  while (timeline.elapsed() < until) {
    yield* Effect.sleep(dice.between(500, 8_000))
    const tenant = dice.pick(tenants)
    if (tenant.id === null) continue
    const list = dice.pick(lists)
    const outcome = yield* ask(world, list.read(tenant.id))
    if (outcome._tag === "Done") tellsNoOther(world, tenant, `the list of ${list.name}`, outcome.answer)
  }
})
