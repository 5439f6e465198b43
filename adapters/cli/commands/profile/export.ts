import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import type { Exported, Notation } from "#workflows/notations"
import { ShippedProfiles } from "#workflows/ports"
import { type ExportFor, exportFile, exportPublished } from "#workflows/rollout"
import { note, result } from "../../output.ts"
import { notSharedLines } from "../../print/not-shared.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { readProfile } from "./files.ts"
import { readVersion } from "./name.ts"
import { tellingFindings } from "./refused.ts"

interface Asked {
  readonly profile: string
  readonly to: Notation
  readonly tenantId: Option.Option<string>
  readonly domain: Option.Option<string>
}

/** A path, not the name of a published profile. */
const isFile = (profile: string): boolean => profile === "-" || /[./\\]/.test(profile)

/** The tenant that is named, or else the one of the store. */
const recipientOf = ({ domain, tenantId }: Asked, tenant: ExportFor): ExportFor => ({
  tenantId: Option.getOrElse(tenantId, () => tenant.tenantId),
  domain: Option.getOrElse(domain, () => tenant.domain),
})

const ofStore = Effect.map(theTenant, ({ domains, id }) => ({
  id,
  recipient: { tenantId: id, domain: domains[0] ?? "" },
}))

const published = Effect.fnUntraced(function* (asked: Asked) {
  const { id, recipient } = yield* ofStore
  const [name = "", version] = asked.profile.split("@")
  const number = version === undefined ? null : yield* readVersion(version)
  const wanted = { name, version: number, to: asked.to }
  return yield* exportPublished(id, wanted, recipientOf(asked, recipient))
})

const nobody: ExportFor = { tenantId: "", domain: "" }

/** A file is exported without a store, unless only the store knows the tenant. */
const ofFile = Effect.fnUntraced(function* (asked: Asked) {
  const source = yield* readProfile(asked.profile)
  const isNamed = asked.to === "graph" || (Option.isSome(asked.tenantId) && Option.isSome(asked.domain))
  const tenant = isNamed ? nobody : (yield* onStore(ofStore)).recipient
  const { files: bases } = yield* ShippedProfiles
  const exported = exportFile(source, { bases, to: asked.to, recipient: recipientOf(asked, tenant) })
  return yield* Effect.fromResult(exported).pipe(tellingFindings([source], false))
}, Effect.provide(shippedProfiles))

const flagOf = (name: string, metavar: string, what: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(what), Flag.optional)

/** `flightlog profile export NAME|FILE --to NOTATION` */
export const exportProfile = Command.make(
  "export",
  {
    profile: Argument.String("profile").pipe(
      Argument.withMetavar("NAME[@VERSION]|FILE"),
      Argument.withDescription("A published profile, or a file with a profile or an Enrollment Status Page"),
    ),
    to: Flag.Literals("to", ["graph", "autopilot-json"]).pipe(
      Flag.withDescription("graph: Microsoft Graph's JSON; autopilot-json: AutopilotConfigurationFile.json"),
    ),
    tenantId: flagOf(
      "tenant-id",
      "GUID",
      "autopilot-json: Entra id of the tenant (default: the tenant's id here)",
    ),
    domain: flagOf(
      "domain",
      "DOMAIN",
      "autopilot-json: default domain of the tenant (default: its first one here)",
    ),
  },
  Effect.fn("profile export")(function* (asked) {
    const exported: Exported = isFile(asked.profile) ? yield* ofFile(asked) : yield* onStore(published(asked))
    yield* result(exported.text.trimEnd())
    for (const line of notSharedLines(exported.notShared)) yield* note(line)
  }),
).pipe(
  Command.withDescription(
    "Writes a profile as Microsoft Graph has it, or as AutopilotConfigurationFile.json for existing devices that are not " +
      "registered (pure ASCII; it belongs into %windir%\\Provisioning\\Autopilot). What the notation has no word for is named.",
  ),
  Command.withShortDescription("Write a profile in Microsoft's notations"),
  Command.withExamples([
    { command: "flightlog profile export sales --to graph" },
    {
      command: "flightlog profile export sales@3 --to autopilot-json > AutopilotConfigurationFile.json",
      description: "For existing devices",
    },
  ]),
)
