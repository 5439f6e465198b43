import { Result } from "effect"
import { type Decider, Refusal } from "#domain/kernel"
import type { TenantFact } from "./events.ts"

/** Source: Microsoft Entra, device settings, "Maximum number of devices per user". */
const DEFAULT_DEVICE_LIMIT = 50

/** The state of one tenant stream. */
export interface TenantState {
  readonly created: Extract<TenantFact, { readonly type: "TenantCreated" }>["data"] | null
  /** How many devices one user may join; null for as many as they like. */
  readonly deviceLimit: number | null
  /** Whether a change of a device's hardware is put right by the service; off unless it is chosen. */
  readonly automaticRemediation: boolean
}

/** What may be asked of a tenant stream. */
export type TenantCommand =
  | {
      readonly type: "CreateTenant"
      readonly tenantId: string
      readonly name: string
      readonly domains: ReadonlyArray<string>
    }
  | { readonly type: "LimitDevices"; readonly limit: number | null }
  | { readonly type: "ChooseRemediation"; readonly automatic: boolean }

/** The form of a name by which tenants are told apart: "Contoso" and " contoso" are one. */
export const normaliseTenantName = (name: string): string => name.trim().toLowerCase()

const exists = (name: string) =>
  new Refusal({
    kind: "conflict",
    code: "tenant-exists",
    what: `A tenant named "${name}" exists already.`,
    remedy: "Choose another name, or go on with the one there is.",
  })

const unknown = () =>
  new Refusal({
    kind: "unknown",
    code: "tenant-unknown",
    what: "There is no such tenant.",
    remedy: "Create it first: flightlog tenant create NAME",
  })

/** The rules of a tenant. A name is taken once: the stream's id is derived from it. */
export const tenantDecider: Decider<TenantState, TenantCommand, TenantFact> = {
  initial: { created: null, deviceLimit: DEFAULT_DEVICE_LIMIT, automaticRemediation: false },
  evolve: (state, fact) => {
    switch (fact.type) {
      case "TenantCreated":
        return { ...state, created: fact.data }
      case "DeviceLimitChanged":
        return { ...state, deviceLimit: fact.data.after }
      case "RemediationPolicyChanged":
        return { ...state, automaticRemediation: fact.data.automatic }
    }
  },
  decide: ({ automaticRemediation, created, deviceLimit }, command) => {
    if (command.type === "CreateTenant") {
      const { domains, name, tenantId } = command
      return created === null
        ? Result.succeed([{ type: "TenantCreated", data: { tenantId, name: name.trim(), domains } }])
        : Result.fail(exists(created.name))
    }
    if (created === null) return Result.fail(unknown())
    if (command.type === "ChooseRemediation") {
      const { automatic } = command
      return Result.succeed(
        automatic === automaticRemediation ? [] : [{ type: "RemediationPolicyChanged", data: { automatic } }],
      )
    }
    return Result.succeed(
      command.limit === deviceLimit
        ? []
        : [{ type: "DeviceLimitChanged", data: { before: deviceLimit, after: command.limit } }],
    )
  },
}
