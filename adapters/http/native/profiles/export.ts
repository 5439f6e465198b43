import { Effect, Schema } from "effect"
import type { Tenant } from "#projections/tenants"
import { publishedSources } from "#workflows/commands"
import { Exported, Notation } from "#workflows/notations"
import { ShippedProfiles } from "#workflows/ports"
import { exportFile, exportPublished } from "#workflows/rollout"
import { json } from "../../exchange/reply.ts"
import { Nothing, questionRoute, readRoute } from "../../given/routes.ts"
import { text } from "../words.ts"
import { filesAnd, filesAndBody } from "./bodies.ts"
import { Named, VersionText } from "./profile-name.ts"

const To = Notation.annotate({
  description:
    "graph: Microsoft Graph's JSON; autopilot-json: AutopilotConfigurationFile.json, for existing devices.",
})

const recipient = {
  tenantId: Schema.optionalKey(
    text(64).annotate({
      description: "autopilot-json: Entra id of the tenant; without it, the tenant's id here.",
    }),
  ),
  domain: Schema.optionalKey(
    text(255).annotate({
      description: "autopilot-json: its default domain; without it, its first one here.",
    }),
  ),
}

const recipientOf = (
  { domain, tenantId }: { readonly domain?: string; readonly tenantId?: string },
  tenant: Tenant,
) => ({ tenantId: tenantId ?? tenant.id, domain: domain ?? tenant.domains[0] ?? "" })

const answers = [
  { status: 200, description: "The file, and what of the profile it has no word for.", schema: Exported },
]

export const exportOne = readRoute({
  path: "/api/profiles/{name}/export",
  face: "native",
  tag: "Profiles",
  summary: "A published profile in Microsoft's notations",
  params: Named,
  query: Schema.Struct({ to: To, version: Schema.optionalKey(VersionText), ...recipient }),
  answers,
  handle: Effect.fnUntraced(function* ({ params: { name }, query, tenant }) {
    const { to, version = null } = query
    return json(200, yield* exportPublished(tenant.id, { name, version, to }, recipientOf(query, tenant)))
  }),
})

export const exportFiles = questionRoute({
  path: "/api/profiles/export",
  face: "native",
  tag: "Profiles",
  summary: "A profile, or an Enrollment Status Page, that is not published, in Microsoft's notations",
  params: Nothing,
  query: Nothing,
  body: filesAndBody(filesAnd({ to: To, ...recipient }).annotate({ identifier: "ExportFiles" })),
  answers,
  handle: Effect.fnUntraced(function* ({ body, tenant }) {
    const [subject = { file: "", text: "" }, ...others] = body.files
    const shipped = (yield* ShippedProfiles).files
    const bases = [...others, ...(yield* publishedSources(tenant.id)), ...shipped]
    const wanted = { bases, to: body.to, recipient: recipientOf(body, tenant) }
    return json(200, yield* Effect.fromResult(exportFile(subject, wanted)))
  }),
})
