import { Effect } from "effect"
import { projection, ReadModels, shape, table } from "#projections/runtime"

const tags = table("group_tags", { deviceId: "text", tenantId: "text", groupTag: "text?" }, ["deviceId"])

/** Which group tag each registered device has. */
export const groupTags = projection({
  name: "group-tags",
  version: 1,
  tables: [tags],
  on: {
    DeviceRegistered: ({ data: { groupTag }, id, tenantId }) => [
      tags.put({ deviceId: id, tenantId, groupTag }),
    ],
    GroupTagChanged: ({ data: { after }, id }) => [tags.change({ deviceId: id }, { groupTag: after })],
    DeviceDeregistered: ({ id }) => [tags.remove({ deviceId: id })],
  },
})

const countOf = shape({ groupTag: "text?", devices: "integer" })

/** How many of a tenant's devices have each group tag; null for those without one. */
export const countGroupTags = Effect.fnUntraced(function* (tenantId: string) {
  const { all } = yield* ReadModels
  const sql = "SELECT groupTag, count(*) AS devices FROM group_tags WHERE tenantId = ? GROUP BY groupTag"
  return yield* all(countOf, sql, tenantId)
})
