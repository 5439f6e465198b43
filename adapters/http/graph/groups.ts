import { Effect, Schema } from "effect"
import { type GroupEntry, groupNamed, listGroups } from "#projections/groups"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { Route } from "../exchange/route.ts"
import { Nothing, readRoute } from "../given/routes.ts"
import { lookTwice } from "../given/wait.ts"
import { collectionPage, collectionSchema, graphJson } from "./collection.ts"
import { VERSIONS, type Version } from "./properties.ts"
import { LIST_OPTIONS, ListQuery, listOptions } from "./query-options.ts"
import { notFound } from "./resource.ts"

/** Source: Microsoft Graph, group: the properties that scripts for Windows Autopilot read. */
const Group = Schema.Struct({
  id: Schema.String,
  displayName: Schema.String,
  description: Schema.NullOr(Schema.String),
  createdDateTime: Schema.String,
  groupTypes: Schema.Array(Schema.String),
  membershipRule: Schema.NullOr(Schema.String),
  mailEnabled: Schema.Boolean,
  securityEnabled: Schema.Boolean,
}).annotate({ identifier: "group" })

const groupOf = ({ createdDateTime, description, id, membershipRule, name }: GroupEntry) => ({
  id,
  displayName: name,
  description: description === "" ? null : description,
  createdDateTime,
  groupTypes: membershipRule === null ? [] : ["DynamicMembership"],
  membershipRule,
  mailEnabled: false,
  securityEnabled: true,
})

const FILTER = "$filter"
const EQUALS = /^(displayName|id) eq '((?:[^']|'')*)'$/i

const badFilter = (filter: string) =>
  new RequestRefused({
    status: 400,
    code: "query-option-invalid",
    what: `The query option '${FILTER}' is ${JSON.stringify(filter)}.`,
    remedy: "Expected displayName eq 'NAME' or id eq 'ID'.",
  })

const chosen = Effect.fnUntraced(function* (groups: ReadonlyArray<GroupEntry>, filter: string | undefined) {
  if (filter === undefined) return groups
  const [, property = "", value] = EQUALS.exec(filter.trim()) ?? []
  if (value === undefined) return yield* badFilter(filter)
  const asked = value.replaceAll("''", "'").toLowerCase()
  return groups.filter(
    ({ id, name }) => (property.toLowerCase() === "id" ? id : name).toLowerCase() === asked,
  )
})

const list = (version: Version): Route =>
  readRoute({
    path: `/${version}/groups`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "The groups of the tenant's directory",
    options: [...LIST_OPTIONS, { name: FILTER, description: "displayName eq 'NAME' or id eq 'ID'." }],
    params: Nothing,
    query: ListQuery,
    answers: [
      {
        status: 200,
        description: "A page; the rest is at @odata.nextLink.",
        schema: collectionSchema(Group),
      },
    ],
    handle: Effect.fnUntraced(function* ({ query, request, tenant }) {
      const options = yield* listOptions(query, [FILTER])
      const groups = yield* chosen(yield* listGroups(tenant.id), query[FILTER])
      const { counted, skip, top } = options
      return collectionPage({
        request,
        options,
        context: `${request.url.origin}/${version}/$metadata#groups`,
        count: counted ? groups.length : null,
        found: groups.slice(skip, skip + top + 1).map(groupOf),
      })
    }),
  })

const Id = Schema.Struct({ id: Schema.String })

/** A group of the tenant by its id; refused with 404 where there is none. */
export const theGroup = Effect.fnUntraced(function* (tenantId: string, id: string) {
  return (yield* lookTwice(groupNamed(tenantId, id))) ?? (yield* notFound("group", id))
})

const show = (version: Version): Route =>
  readRoute({
    path: `/${version}/groups/{id}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "One group",
    params: Id,
    query: Nothing,
    answers: [
      {
        status: 200,
        description: "The group.",
        schema: Schema.Struct({ "@odata.context": Schema.String, ...Group.fields }),
      },
    ],
    handle: Effect.fnUntraced(function* ({ params: { id }, request, tenant }) {
      const context = `${request.url.origin}/${version}/$metadata#groups/$entity`
      return graphJson(200, { "@odata.context": context, ...groupOf(yield* theGroup(tenant.id, id)) })
    }),
  })

/** Reads of the directory's groups, as far as the scripts for Windows Autopilot need them. Source: Microsoft Graph, group. */
export const graphGroupRoutes: ReadonlyArray<Route> = VERSIONS.flatMap((version) => [
  list(version),
  show(version),
])
