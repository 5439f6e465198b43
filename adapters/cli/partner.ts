import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import type { PartnerCaller, TenantCaller } from "#workflows/commands"
import { CliRefusal } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"
import { tenantCaller } from "./tenant.ts"

/** `--partner ID [--through ID]`: who acts, where it is not the tenant itself. */
export const partnerFlags = {
  partner: Flag.String("partner").pipe(
    Flag.withMetavar("ID"),
    Flag.withDescription(
      "Acts as this partner, under the grant that it has; without it the tenant itself acts",
    ),
    Flag.optional,
  ),
  through: Flag.String("through").pipe(
    Flag.withMetavar("ID"),
    Flag.withDescription("The reseller by whose grant an indirect provider acts"),
    Flag.optional,
  ),
}

/** Those two flags as they were given. */
export interface PartnerFlags {
  readonly partner: Option.Option<string>
  readonly through: Option.Option<string>
}

const ID = /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/

/** An id of a partner as it is written everywhere: lower case letters, digits, dots and hyphens. */
export const partnerId = (given: string, where: string) =>
  ID.test(given)
    ? Effect.succeed(given)
    : Effect.fail(
        new CliRefusal({
          code: "partner-id-invalid",
          what: `${JSON.stringify(given)} is no id of a partner.`,
          where,
          remedy: "Write 1 to 64 lower case letters, digits, dots and hyphens: northwind",
          exit: EXIT.usage,
        }),
      )

const alone = () =>
  new CliRefusal({
    code: "partner-missing",
    what: "--through names a reseller, but --partner names nobody who acts through it.",
    where: "--through",
    remedy: "Name the indirect provider: --partner adatum --through northwind",
    exit: EXIT.usage,
  })

/** A partner who acts within the tenant of the command. */
export const partnerCaller = Effect.fnUntraced(function* (id: string, through: string | null, where: string) {
  const { key, tenantId } = yield* tenantCaller
  const actor = { kind: "partner", id: yield* partnerId(id, where) } as const
  return { actor, through, tenantId, key } satisfies PartnerCaller
})

/** Whoever the flags name: the tenant itself, or a partner. */
export const registrarCaller = Effect.fnUntraced(function* ({ partner, through }: PartnerFlags) {
  const via = Option.getOrNull(through)
  if (Option.isSome(partner)) return yield* partnerCaller(partner.value, via, "--partner")
  if (via !== null) return yield* alone()
  const caller: TenantCaller | PartnerCaller = yield* tenantCaller
  return caller
})
