import { Effect, Option } from "effect"
import { Flag, GlobalFlag } from "effect/cli"
import { listTenants, type Tenant } from "#projections/tenants"
import { CliRefusal } from "./complaint.ts"
import { didYouMean } from "./did-you-mean.ts"
import { EXIT } from "./exit-code.ts"
import { operator } from "./operator.ts"
import { caughtUp } from "./store.ts"

/** `--tenant NAME`, on every command. */
export const tenantFlag = GlobalFlag.Setting("tenant")({
  flag: Flag.String("tenant").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("Name or id of the tenant; may be left out while there is only one"),
    Flag.optional,
  ),
})

const refusal = (code: string, what: string, remedy: string) =>
  new CliRefusal({ code, what, where: "--tenant", remedy, exit: EXIT.refused })

const names = (tenants: ReadonlyArray<Tenant>): string =>
  tenants.map(({ name }) => JSON.stringify(name)).join(", ")

const noneYet = () =>
  refusal("tenant-missing", "There is no tenant yet.", "Create one: flightlog tenant create NAME")

const unknown = (asked: string, tenants: ReadonlyArray<Tenant>) =>
  refusal(
    "tenant-unknown",
    `There is no tenant ${JSON.stringify(asked)}.${didYouMean(
      asked,
      tenants.map(({ name }) => name),
    )}`,
    `Name one of: ${names(tenants)}`,
  )

const ambiguous = (tenants: ReadonlyArray<Tenant>) =>
  refusal(
    "tenant-ambiguous",
    `There are ${tenants.length} tenants, and the command names none.`,
    `Add --tenant NAME, one of: ${names(tenants)}`,
  )

/** The tenant that a command is for: the one that `--tenant` names, or the only one. */
export const theTenant = Effect.gen(function* () {
  yield* caughtUp
  const tenants = yield* listTenants()
  const asked = Option.getOrUndefined(yield* tenantFlag)?.trim()
  const [first, ...others] = tenants
  if (first === undefined) return yield* noneYet()
  if (asked === undefined) return others.length === 0 ? first : yield* ambiguous(tenants)
  const found = tenants.find(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase())
  return found ?? (yield* unknown(asked, tenants))
})

/** The person at the keyboard, acting within the tenant of the command. */
export const tenantCaller = Effect.gen(function* () {
  const tenant = yield* theTenant
  return { ...(yield* operator), tenantId: tenant.id }
})
