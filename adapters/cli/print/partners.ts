import { partnerKindName, type Scope } from "#domain/partner"
import type { PartnerAuthorization, PerformedAct } from "#projections/partners"
import { utc } from "./moment.ts"
import type { Column } from "./table.ts"

/** What a grant is for, in a few words. */
const scopeText = ({ acts, groupTags }: Scope): string =>
  `${acts.join(", ")}${groupTags === null ? "" : `; group tags ${groupTags.join(", ")}`}`

const GOOD = ["granted"]
const OPEN = ["requested"]

/** The authorizations of partners for people. */
export const authorizationColumns: ReadonlyArray<Column<PartnerAuthorization>> = [
  { title: "Partner", text: ({ partnerId }) => partnerId, narrow: "whole" },
  { title: "Name", text: ({ partnerName }) => partnerName, leave: 3 },
  { title: "Kind", text: ({ kind }) => partnerKindName(kind), leave: 4 },
  { title: "Providers", text: ({ providers }) => providers.join(", ") || "-", leave: 2 },
  {
    title: "Status",
    text: ({ status }) => status,
    narrow: "whole",
    paint: ({ status }, style) =>
      GOOD.includes(status) ? style.good : OPEN.includes(status) ? style.warn : style.faint,
  },
  { title: "May", text: ({ scope }) => scopeText(scope), narrow: "wrap" },
  { title: "Until (UTC)", text: ({ until }) => utc(until) },
  {
    title: "Answered by",
    text: ({ answeredBy, answeredByName }) => answeredByName ?? answeredBy ?? "-",
    leave: 1,
  },
  { title: "Reason", text: ({ reason }) => reason ?? "-", narrow: "wrap", leave: 1 },
  { title: "Authorization", text: ({ authorizationId }) => authorizationId, narrow: "whole" },
]

/** What partners did, for people. */
export const actColumns: ReadonlyArray<Column<PerformedAct>> = [
  { title: "When (UTC)", text: ({ at }) => utc(at), narrow: "whole" },
  { title: "Partner", text: ({ partnerId }) => partnerId },
  { title: "By the grant of", text: ({ holderId }) => holderId ?? "-", leave: 4 },
  { title: "Did", text: ({ act }) => act, narrow: "whole" },
  { title: "Serial number", text: ({ serialNumber }) => serialNumber ?? "-", narrow: "whole" },
  { title: "Group tag", text: ({ groupTag }) => groupTag ?? "-", leave: 5 },
  {
    title: "From",
    text: ({ importId, line }) =>
      importId === null ? "-" : line === null ? importId : `${importId}, line ${line}`,
    leave: 3,
  },
  { title: "Reason", text: ({ reason }) => reason ?? "-", narrow: "wrap", leave: 2 },
  {
    title: "Authorization",
    text: ({ authorizationId }) => authorizationId ?? "-",
    narrow: "whole",
    leave: 1,
  },
]
