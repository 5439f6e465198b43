import { projection, table } from "#projections/runtime"

/** One row a stream that waits: its earliest deadline. */
export const deadlineTable = table(
  "deadlines",
  { stream: "text", tenantId: "text", state: "text", dueAt: "text" },
  ["stream"],
  [["dueAt"]],
)

/** The next deadline of every stream, as the last event of each append tells it. */
export const deadlines = projection({
  name: "deadlines",
  version: 1,
  tables: [deadlineTable],
  applyAny: ({ metadata: { wakeAt }, stream, tenantId }) => {
    if (wakeAt === undefined) return []
    return wakeAt === null
      ? [deadlineTable.remove({ stream })]
      : [deadlineTable.put({ stream, tenantId, state: wakeAt.state, dueAt: wakeAt.dueAt })]
  },
})
