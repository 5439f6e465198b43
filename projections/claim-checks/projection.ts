import { flag, personalValue, projection, table } from "#projections/runtime"

/** One row a claim check. */
export const claimCheckTable = table(
  "claim_checks",
  {
    position: "text",
    tenantId: "text",
    at: "text",
    /** Of the capture that was asked about; it names no machine. */
    fingerprint: "text",
    claimable: "integer",
    askedBy: "text",
    /** Null when the person was erased. */
    askedByName: "text?",
  },
  ["position"],
  [["tenantId", "at"]],
)

/** What tenants asked about machines, and what they were answered. */
export const claimChecks = projection({
  name: "claim-checks",
  version: 1,
  tables: [claimCheckTable],
  on: {
    SubjectErased: ({ data: { userId } }) => [
      claimCheckTable.change({ askedBy: userId }, { askedByName: null }),
    ],
    ClaimChecked: (event) => {
      const { id } = event.metadata.actor
      return [
        claimCheckTable.put({
          position: event.position,
          tenantId: event.tenantId,
          at: event.recordedAt,
          fingerprint: event.data.fingerprint,
          claimable: flag(event.data.claimable),
          askedBy: id,
          askedByName: personalValue(event, id, "actorName"),
        }),
      ]
    },
  },
})
