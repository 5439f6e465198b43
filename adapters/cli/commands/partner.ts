import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type Timestamp, timestampOf } from "#domain/kernel"
import { PartnerAct, PartnerKind, type Scope } from "#domain/partner"
import { listAuthorizations, partnerActs, partnerAuthorization } from "#projections/partners"
import {
  grantAuthorization,
  refuseAuthorization,
  requestAuthorization,
  revokeAuthorization,
} from "#workflows/commands"
import { CliRefusal } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { partnerCaller, partnerId } from "../partner.ts"
import { actColumns, authorizationColumns } from "../print/partners.ts"
import { table } from "../print/table.ts"
import { caughtUp, onStore } from "../store.ts"
import { tenantCaller, theTenant } from "../tenant.ts"

const acts = Flag.Literals("act", PartnerAct.literals).pipe(
  Flag.withDescription("What the partner may do; may be given twice (default: both)"),
  Flag.atLeast(0),
)
const groupTags = Flag.String("group-tag").pipe(
  Flag.withMetavar("TAG"),
  Flag.withDescription("Only devices of this group tag; may be given several times (default: any device)"),
  Flag.atLeast(0),
)
const until = Flag.String("until").pipe(
  Flag.withMetavar("DATE"),
  Flag.withDescription("Until when, such as 2027-12-31 or 2027-12-31T12:00:00Z"),
)
const authorizationId = Argument.String("authorization").pipe(
  Argument.withMetavar("ID"),
  Argument.withDescription("The authorization: flightlog partner list"),
)
const partner = Argument.String("partner").pipe(
  Argument.withMetavar("PARTNER"),
  Argument.withDescription("Id of a partner, such as northwind"),
)

const scopeOf = (given: ReadonlyArray<Scope["acts"][number]>, tags: ReadonlyArray<string>): Scope => ({
  acts: given.length === 0 ? PartnerAct.literals : given,
  groupTags: tags.length === 0 ? null : tags,
})

const moment = (given: string): Effect.Effect<Timestamp, CliRefusal> => {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(given)
  const millis = Date.parse(given)
  return isDate && !Number.isNaN(millis)
    ? Effect.succeed(timestampOf(millis))
    : Effect.fail(
        new CliRefusal({
          code: "date-invalid",
          what: `${JSON.stringify(given)} is no date.`,
          where: "--until",
          remedy: "Write a day (2027-12-31), or a time with its zone (2027-12-31T12:00:00Z).",
          exit: EXIT.usage,
        }),
      )
}

const unknown = (asked: string) =>
  new CliRefusal({
    code: "authorization-unknown",
    what: `No partner asked this tenant for an authorization ${JSON.stringify(asked)}.`,
    where: "ID",
    remedy: "List them: flightlog partner list",
    exit: EXIT.refused,
  })

/** The authorization that an id, or its beginning as long as it is the only such one, stands for. */
const theAuthorization = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  const all = yield* listAuthorizations(tenantId)
  const [found, ...others] = all.filter((one) => one.authorizationId.startsWith(asked.toLowerCase()))
  return found === undefined || others.length > 0 || asked === "" ? yield* unknown(asked) : found
})

const show = Effect.fnUntraced(function* (tenantId: string, id: string, json: boolean) {
  yield* caughtUp
  const found = yield* partnerAuthorization(tenantId, id)
  if (found === undefined) return yield* unknown(id)
  if (json) return yield* resultJson(found)
  yield* result(table([found], authorizationColumns, (yield* Output).out))
})

const request = Command.make(
  "request",
  {
    partner,
    name: Flag.String("name").pipe(Flag.withMetavar("NAME"), Flag.withDescription("Name of the partner")),
    kind: Flag.Literals("kind", PartnerKind.literals).pipe(Flag.withDescription("What it is to the tenant")),
    provider: Flag.String("provider").pipe(
      Flag.withMetavar("PARTNER"),
      Flag.withDescription(
        "An indirect provider who may act through this reseller; may be given several times",
      ),
      Flag.atLeast(0),
    ),
    acts,
    groupTags,
    until,
    json: jsonFlag,
  },
  Effect.fn("partner request")(function* (given) {
    const { json, kind, name, provider } = given
    const caller = yield* partnerCaller(given.partner, null, "PARTNER")
    const asked = {
      name,
      kind,
      providers: yield* Effect.forEach(provider, (one) => partnerId(one, "--provider")),
      scope: scopeOf(given.acts, given.groupTags),
      until: yield* moment(given.until),
    }
    const { authorizationId } = yield* requestAuthorization(asked, caller)
    yield* show(caller.tenantId, authorizationId, json)
    yield* note("It holds once a Global Administrator of the tenant grants it: flightlog partner grant ID")
  }, onStore),
).pipe(
  Command.withDescription("Asks the tenant to let a partner register or deregister devices, for some time."),
  Command.withShortDescription("Ask for an authorization"),
  Command.withExamples([
    {
      command:
        'flightlog partner request northwind --name "Northwind Traders" --kind direct-csp --act register --group-tag sales --until 2027-12-31',
    },
  ]),
)

const grant = Command.make(
  "grant",
  {
    authorizationId,
    role: Flag.Literals("role", ["administrator", "global-administrator"]).pipe(
      Flag.withDescription("Your role in the tenant: only a Global Administrator may grant"),
      Flag.withDefault("administrator" as const),
    ),
    acts,
    groupTags,
    until: until.pipe(Flag.optional),
    json: jsonFlag,
  },
  Effect.fn("partner grant")(function* ({ acts, authorizationId: asked, groupTags, json, role, until }) {
    const caller = { ...(yield* tenantCaller), role }
    const { authorizationId, partnerId, scope } = yield* theAuthorization(caller.tenantId, asked)
    const narrowed = {
      acts: acts.length === 0 ? scope.acts : acts,
      groupTags: groupTags.length === 0 ? scope.groupTags : groupTags,
    }
    const end = Option.isSome(until) ? yield* moment(until.value) : null
    yield* grantAuthorization({ partnerId, authorizationId, scope: narrowed, until: end }, caller)
    yield* show(caller.tenantId, authorizationId, json)
  }, onStore),
).pipe(
  Command.withDescription(
    "Grants what a partner asked for, or less of it: fewer acts, fewer group tags, an earlier end. It takes the place of " +
      "the grant that the partner had.",
  ),
  Command.withShortDescription("Grant what a partner asked for, or less"),
  Command.withExamples([{ command: "flightlog partner grant 3f0c --role global-administrator" }]),
)

const ending = (
  name: "refuse" | "revoke",
  end: typeof revokeAuthorization,
  texts: { readonly long: string; readonly short: string },
) =>
  Command.make(
    name,
    {
      authorizationId,
      reason: Flag.String("reason").pipe(
        Flag.withMetavar("TEXT"),
        Flag.withDescription("Why; it stays in the partner's history"),
      ),
      json: jsonFlag,
    },
    Effect.fn(`partner ${name}`)(function* ({ authorizationId: asked, json, reason }) {
      const caller = yield* tenantCaller
      const { authorizationId, partnerId } = yield* theAuthorization(caller.tenantId, asked)
      yield* end({ partnerId, authorizationId }, reason, caller)
      yield* show(caller.tenantId, authorizationId, json)
    }, onStore),
  ).pipe(Command.withDescription(texts.long), Command.withShortDescription(texts.short))

const list = Command.make(
  "list",
  { json: jsonFlag },
  Effect.fn("partner list")(function* ({ json }) {
    const all = yield* listAuthorizations((yield* theTenant).id)
    if (json) return yield* resultJson(all)
    if (all.length === 0) return yield* note("No partner has asked for an authorization yet.")
    yield* result(table(all, authorizationColumns, (yield* Output).out))
  }, onStore),
).pipe(Command.withDescription("Lists what partners asked for, and what became of it."))

/** How many acts are printed. */
const PRINTED = 10_000

const nothingDone = Effect.fnUntraced(function* (id: string | null) {
  if (id === null) return "No partner has done anything in this tenant."
  const known = (yield* listAuthorizations((yield* theTenant).id)).map(({ partnerId }) => partnerId)
  return `${JSON.stringify(id)} has done nothing in this tenant.${didYouMean(id, known)}`
})

const didWhat = Command.make(
  "acts",
  { partner: partner.pipe(Argument.optional), json: jsonFlag },
  Effect.fn("partner acts")(function* ({ json, partner: asked }) {
    const id = Option.getOrNull(asked)
    const all = yield* partnerActs((yield* theTenant).id, id, PRINTED)
    if (json) return yield* resultJson(all)
    if (all.length === 0) return yield* note(yield* nothingDone(id))
    yield* result(table(all, actColumns, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists everything that a partner did in the tenant, or others did by its grant: each act with the grant that it rests on.",
  ),
  Command.withShortDescription("List everything that a partner did"),
)

/** `flightlog partner ...` */
export const partnerCommands = Command.make("partner").pipe(
  Command.withDescription(
    "Partners (manufacturers, CSP partners, their providers) register devices for a tenant that authorized them. The tenant " +
      "grants, refuses, revokes, and sees everything that a partner did.",
  ),
  Command.withShortDescription("Authorize partners, and see what they did"),
  Command.withSubcommands([
    request,
    grant,
    ending("refuse", refuseAuthorization, {
      long: "Refuses what a partner asked for.",
      short: "Refuse what a partner asked for",
    }),
    ending("revoke", revokeAuthorization, {
      long: "Takes a grant back at once, that of an indirect provider with its reseller's. What was done under it stays.",
      short: "Take a grant back",
    }),
    list,
    didWhat,
  ]),
)
