import type { PartnerAct } from "#domain/partner"

/** The kinds of the two partners: a manufacturer and a direct CSP partner. */
export const PARTNERS = { maker: "oem", dealer: "direct-csp" } as const
export type Partner = keyof typeof PARTNERS

export type By = "hash" | "pkid" | "tuple"

/** What is true of one machine: whose it is now, and as which device. */
export interface Owned {
  readonly tenant: string
  readonly deviceId: string
  readonly by: "owner" | Partner
}

/**
 * The whole of ownership as a person would keep it on paper: who has which machine, which device it is to whom, what
 * partners may do, and whose hashes were delivered. Machines, tenants and partners go by short names.
 */
export interface Model {
  readonly owners: Map<string, Owned>
  /** By tenant and machine: the device that the machine is to that tenant, through all its lives. */
  readonly devices: Map<string, string>
  /** By tenant and partner: what is granted, under which id. */
  readonly grants: Map<string, { readonly acts: ReadonlyArray<PartnerAct>; readonly id: string }>
  readonly delivered: Set<string>
}

export const emptyModel = (): Model => ({
  owners: new Map(),
  devices: new Map(),
  grants: new Map(),
  delivered: new Set(),
})

/** What the registration of a machine by its owner comes to. */
export const mayRegister = ({ owners }: Model, tenant: string, machine: string): string => {
  const owner = owners.get(machine)
  if (owner === undefined) return "done"
  return owner.tenant === tenant ? "806" : "808"
}

/** What the registration of a machine by a partner comes to. */
export const mayRegisterFor = (
  model: Model,
  { by, machine, partner, tenant }: { partner: Partner; tenant: string; machine: string; by: By },
): string => {
  const grant = model.grants.get(`${tenant}/${partner}`)
  if (grant === undefined) return "partner-not-authorized"
  if (!grant.acts.includes("register")) return "partner-act-not-granted"
  if (partner === "maker" && by === "hash") return "identifier-not-allowed"
  if (by !== "hash" && !model.delivered.has(machine)) return "812"
  return mayRegister(model, tenant, machine)
}

const isOwner = ({ owners }: Model, tenant: string, machine: string) => owners.get(machine)?.tenant === tenant

export const mayDeregister = (model: Model, tenant: string, machine: string): string =>
  isOwner(model, tenant, machine) ? "done" : "807"

/** What a deregistration by a partner comes to: a dealer ends only what a dealer registered. */
export const mayDeregisterFor = (
  model: Model,
  { machine, partner, tenant }: { partner: Partner; tenant: string; machine: string },
): string => {
  const grant = model.grants.get(`${tenant}/${partner}`)
  if (grant === undefined) return "partner-not-authorized"
  if (!grant.acts.includes("deregister")) return "partner-act-not-granted"
  const own = isOwner(model, tenant, machine) ? model.owners.get(machine) : undefined
  if (own === undefined) return "807"
  return partner === "dealer" && own.by !== "dealer" ? "811" : "done"
}
