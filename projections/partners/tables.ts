import { table } from "#projections/runtime"

/** One row an authorization that a partner asked for. */
export const authorizationTable = table(
  "partner_authorizations",
  {
    authorizationId: "text",
    tenantId: "text",
    partnerId: "text",
    partnerName: "text",
    kind: "text",
    /** Indirect providers, as JSON. */
    providers: "text",
    acts: "text",
    /** As JSON; null for devices of any tag. */
    groupTags: "text?",
    until: "text",
    status: "text",
    requestedAt: "text",
    /** When it was granted. */
    grantedAt: "text?",
    /** When it was refused, revoked, replaced or taken back. */
    endedAt: "text?",
    /** Who answered or ended it last. */
    answeredBy: "text?",
    /** Null when the person was erased. */
    answeredByName: "text?",
    reason: "text?",
  },
  ["authorizationId"],
  [["tenantId", "requestedAt"]],
)

/** One row something that a partner did in a tenant. */
export const actTable = table(
  "partner_acts",
  {
    position: "text",
    at: "text",
    tenantId: "text",
    /** Who acted. */
    partnerId: "text",
    act: "text",
    authorizationId: "text?",
    /** Whose grant it was: another partner's where an indirect provider acted. */
    holderId: "text?",
    deviceId: "text?",
    serialNumber: "text?",
    groupTag: "text?",
    importId: "text?",
    line: "integer?",
    reason: "text?",
  },
  ["position"],
  [
    ["tenantId", "position"],
    ["tenantId", "partnerId", "position"],
  ],
)

/** One row a device: its serial number, for what is told of it after its registration ended. */
export const serialTable = table("partner_serials", { deviceId: "text", serialNumber: "text" }, ["deviceId"])
