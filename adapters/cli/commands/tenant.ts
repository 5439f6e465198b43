import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { listTenants } from "#projections/tenants"
import { chooseRemediation, createTenant, limitDevices } from "#workflows/commands"
import { jsonFlag } from "../json-flag.ts"
import { operator } from "../operator.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { table } from "../print/table.ts"
import { caughtUp, onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

const create = Command.make(
  "create",
  {
    name: Argument.String("name").pipe(
      Argument.withMetavar("NAME"),
      Argument.withDescription("Name of the organisation"),
    ),
    domain: Flag.String("domain").pipe(
      Flag.withMetavar("DOMAIN"),
      Flag.withDescription("Domain of its user names, such as contoso.com; may be given several times"),
      Flag.atLeast(0),
    ),
    json: jsonFlag,
  },
  Effect.fn("tenant create")(function* ({ domain, json, name }) {
    const by = { ...(yield* operator), tenantId: null }
    const { tenantId } = yield* createTenant({ name, domains: domain }, by)
    yield* caughtUp
    const tenant = (yield* listTenants()).find(({ id }) => id === tenantId)
    if (json) return yield* resultJson(tenant ?? { id: tenantId, name, domains: domain })
    yield* result(`Tenant ${JSON.stringify(name)}, ${tenantId}`)
    yield* note('Its profile "default" is published: devices that no other profile takes get it.')
  }, onStore),
).pipe(
  Command.withDescription(
    "Creates a tenant: an organisation with its users, profiles and devices. Its default profile is published with it.",
  ),
  Command.withShortDescription("Create a tenant with its default profile"),
  Command.withExamples([{ command: "flightlog tenant create Contoso --domain contoso.com" }]),
)

const list = Command.make(
  "list",
  { json: jsonFlag },
  Effect.fn("tenant list")(function* ({ json }) {
    yield* caughtUp
    const tenants = yield* listTenants()
    if (json) return yield* resultJson(tenants)
    if (tenants.length === 0) return yield* note("There is no tenant yet: flightlog tenant create NAME")
    const { out } = yield* Output
    const columns = [
      { title: "Name", text: (tenant: (typeof tenants)[number]) => tenant.name },
      { title: "Domains", text: (tenant: (typeof tenants)[number]) => tenant.domains.join(", ") },
      { title: "Id", text: (tenant: (typeof tenants)[number]) => tenant.id, narrow: "whole" as const },
    ]
    yield* result(table(tenants, columns, out))
  }, onStore),
).pipe(Command.withDescription("Lists the tenants of the store."))

const deviceLimit = Command.make(
  "device-limit",
  {
    limit: Argument.String("limit").pipe(
      Argument.withMetavar("N|none"),
      Argument.withDescription("How many devices one user may join; none for as many as they like"),
      Argument.filter(
        (text) => text === "none" || /^[1-9]\d{0,3}$/.test(text),
        () => 'Expected a number from 1 to 9999, or "none"',
      ),
    ),
  },
  Effect.fn("tenant device-limit")(function* ({ limit }) {
    const { id, name } = yield* theTenant
    yield* limitDevices(limit === "none" ? null : Number(limit), { ...(yield* operator), tenantId: id })
    const says = limit === "none" ? "as many devices as they like" : `${limit} devices`
    yield* result(`A user of ${JSON.stringify(name)} may join ${says}.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Says how many devices one user may join. Whoever has that many is refused at the next join with 0x801C0003; a new tenant has 50.",
  ),
  Command.withShortDescription("Limit how many devices one user may join"),
)

const HANDLINGS = ["manual", "automatic"] as const

const remediation = Command.make(
  "remediation",
  {
    handling: Argument.Literals("handling", HANDLINGS).pipe(
      Argument.withMetavar("manual|automatic"),
      Argument.withDescription("Who puts a change of hardware right: somebody, or the service"),
    ),
  },
  Effect.fn("tenant remediation")(function* ({ handling }) {
    const { id, name } = yield* theTenant
    yield* chooseRemediation(handling === "automatic", { ...(yield* operator), tenantId: id })
    yield* result(
      handling === "automatic"
        ? `The service takes the new hardware of the devices of ${JSON.stringify(name)} by itself (Fix pending).`
        : `Somebody has to bring a new hash for changed devices of ${JSON.stringify(name)} (Attention required).`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Says who puts changes of hardware right. automatic: the hash that shows a change is taken for the device's at once. " +
      "manual, as a new tenant has it: somebody brings a new hash with flightlog rehash, or registers the device anew.",
  ),
  Command.withShortDescription("Say who puts changes of hardware right"),
)

/** `flightlog tenant ...` */
export const tenant = Command.make("tenant").pipe(
  Command.withDescription("Create and list tenants, the organisations that own devices."),
  Command.withShortDescription("Create and list tenants"),
  Command.withSubcommands([create, list, deviceLimit, remediation]),
)
