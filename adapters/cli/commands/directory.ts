import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Refusal } from "#domain/kernel"
import { userNames } from "#workflows/audit"
import { addUser, changeLicence, eraseUser } from "#workflows/commands"
import { CliRefusal } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { result } from "../output.ts"
import { onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"

const upnArgument = Argument.String("upn").pipe(
  Argument.withMetavar("UPN"),
  Argument.withDescription("User principal name, such as ann@contoso.com"),
)

const add = Command.make(
  "add",
  {
    upn: upnArgument,
    name: Flag.String("name").pipe(
      Flag.withMetavar("NAME"),
      Flag.withDescription("Name to greet the user with"),
      Flag.optional,
    ),
  },
  Effect.fn("user add")(function* ({ name, upn }) {
    const person = { upn, displayName: Option.getOrNull(name) }
    const { facts } = yield* addUser(person, yield* tenantCaller)
    yield* result(facts.length === 0 ? `${upn} was there already; nothing changed.` : `User ${upn} added.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Adds a user to the tenant's directory: only known users can sign in to its devices.",
  ),
  Command.withShortDescription("Add a user to the directory"),
  Command.withExamples([{ command: 'flightlog user add ann@contoso.com --name "Ann Other"' }]),
)

const cannotBeUndone = (upn: string) =>
  new CliRefusal({
    code: "not-confirmed",
    what: `Erasing ${upn} cannot be undone: their name goes from every list and every event, in all tenants, for ever. Nothing was changed.`,
    where: "user erase",
    remedy: "Add --yes to do it.",
    exit: EXIT.refused,
  })

const erase = Command.make(
  "erase",
  {
    upn: upnArgument,
    reason: Flag.String("reason").pipe(
      Flag.withMetavar("TEXT"),
      Flag.withDescription("Why; it stays in the log, so name nobody in it"),
    ),
    yes: Flag.Boolean("yes").pipe(
      Flag.withDescription("Do it: it cannot be undone"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn("user erase")(function* ({ reason, upn, yes }) {
    const caller = yield* tenantCaller
    if (!yes) return yield* cannotBeUndone(upn)
    const { facts } = yield* eraseUser({ upn, reason }, caller)
    yield* result(
      facts.length === 0
        ? `${upn} was erased already; nothing changed.`
        : `${upn} is erased. What happened stays, without the name.`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Erases a person of the tenant's own domains: the key that their name is sealed under is destroyed, so that no list and " +
      "no event shows it any more. What they did stays in every history as somebody who was erased.",
  ),
  Command.withShortDescription("Erase a person's name for ever"),
  Command.withExamples([
    { command: 'flightlog user erase ann@contoso.com --reason "left, asked for it" --yes' },
  ]),
)

/** `flightlog user ...` */
export const user = Command.make("user").pipe(
  Command.withDescription("Add users to the tenant's directory, and erase them."),
  Command.withShortDescription("Add and erase users"),
  Command.withSubcommands([add, erase]),
)

const licenceFlag = Flag.String("licence").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Which licence; INTUNE is what enrolling a device needs"),
  Flag.withDefault("INTUNE"),
)

/** How many people are looked at for a similar name. */
const LOOKED_AT = 1000

const isUnknownUser = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code === "user-unknown"

const unknown = (upn: string) => (known: ReadonlyArray<string>) =>
  new CliRefusal({
    code: "user-unknown",
    what: `There is no user ${JSON.stringify(upn)} in this tenant.${didYouMean(upn, known)}`,
    where: "UPN",
    remedy: `Add the user first: flightlog user add ${upn}`,
    exit: EXIT.refused,
  })

const change = Effect.fnUntraced(function* (
  type: "AssignLicence" | "RemoveLicence",
  { licence, upn }: { readonly licence: string; readonly upn: string },
) {
  const caller = yield* tenantCaller
  const { facts } = yield* changeLicence({ type, upn, licence }, caller).pipe(
    Effect.catchIf(isUnknownUser, () => Effect.flatMap(userNames(caller.tenantId, LOOKED_AT), unknown(upn))),
  )
  const done =
    type === "AssignLicence" ? `${upn} has the licence ${licence}` : `${upn} has no licence ${licence}`
  yield* result(facts.length === 0 ? `${done} already; nothing changed.` : `${done} now.`)
})

const assign = Command.make(
  "assign",
  { upn: upnArgument, licence: licenceFlag },
  Effect.fn("licence assign")((given) => change("AssignLicence", given), onStore),
).pipe(
  Command.withDescription(
    "Gives a user a licence. Without INTUNE, a user's device joins the directory but is refused at enrolment (0x80180018).",
  ),
  Command.withShortDescription("Give a user a licence"),
  Command.withExamples([{ command: "flightlog licence assign ann@contoso.com" }]),
)

const remove = Command.make(
  "remove",
  { upn: upnArgument, licence: licenceFlag },
  Effect.fn("licence remove")((given) => change("RemoveLicence", given), onStore),
).pipe(
  Command.withDescription("Takes a licence from a user. Devices that are enrolled stay so."),
  Command.withShortDescription("Take a licence from a user"),
)

/** `flightlog licence ...` */
export const licence = Command.make("licence").pipe(
  Command.withDescription("Assign and remove the licences that enrolling a device needs."),
  Command.withShortDescription("Assign and remove licences"),
  Command.withSubcommands([assign, remove]),
)
