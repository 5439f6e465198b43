import { Effect, Schema } from "effect"
import type { Page, ReadModels, ReadModelsFailure } from "#projections/runtime"
import type { Incoming } from "../exchange/incoming.ts"
import { noContent } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { Route } from "../exchange/route.ts"
import { Nothing, readRoute } from "../given/routes.ts"
import { lookTwice } from "../given/wait.ts"
import { collectionPage, collectionSchema, graphJson } from "./collection.ts"
import { expanded, type Navigation } from "./navigation.ts"
import { type EntityType, entityMaker, entitySchema, type Version } from "./properties.ts"
import { LIST_OPTIONS, ListQuery, listOptions, onlyOptions } from "./query-options.ts"

type Read<A> = Effect.Effect<A, ReadModelsFailure, ReadModels>

/** A collection of Graph over a read model. */
export interface Resource<Known> {
  /** `windowsAutopilotDeviceIdentities` */
  readonly segment: string
  readonly entity: EntityType<Known>
  readonly versions: ReadonlyArray<Version>
  readonly summary: string
  /** Whether `@odata.count` is there unasked, as scripts expect of managed devices. */
  readonly alwaysCounted: boolean
  readonly list: (tenantId: string, page: Page) => Read<ReadonlyArray<Known>>
  readonly count: (tenantId: string) => Read<number>
  /** Null where single entries are not served. */
  readonly find: ((tenantId: string, id: string) => Read<Known | undefined>) | null
  /** What a single entry leads to, in beta. */
  readonly navigation?: ReadonlyArray<Navigation>
}

/** The address of a collection as `@odata.context` names it, from what the client itself used. */
const contextOf = ({ url }: Incoming, version: Version, what: string): string =>
  `${url.origin}/${version}/$metadata#deviceManagement/${what}`

/** 404 for an id that the tenant does not have. */
export const notFound = (entity: string, id: string) =>
  new RequestRefused({
    status: 404,
    code: "resource-not-found",
    what: `There is no ${entity} with the id ${JSON.stringify(id)} in this tenant.`,
    remedy: "List the collection to see what there is.",
  })

const listRoute = <Known>(resource: Resource<Known>, version: Version): Route => {
  const { alwaysCounted, count, entity, list, segment, summary } = resource
  const make = entityMaker(entity, version)
  return readRoute({
    path: `/${version}/deviceManagement/${segment}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary,
    options: LIST_OPTIONS,
    params: Nothing,
    query: ListQuery,
    answers: [
      {
        status: 200,
        description: "A page; the rest is at @odata.nextLink.",
        schema: collectionSchema(entitySchema(entity, version)),
      },
    ],
    handle: Effect.fnUntraced(function* ({ query, request, tenant }) {
      const options = yield* listOptions(query)
      const found = yield* list(tenant.id, { skip: options.skip, top: options.top + 1 })
      return collectionPage({
        request,
        options,
        context: contextOf(request, version, segment),
        count: options.counted || alwaysCounted ? yield* count(tenant.id) : null,
        found: found.map(make),
      })
    }),
  })
}

const EXPAND = "$expand"

const entityRoute = <Known>(
  { entity, navigation: all = [], segment }: Resource<Known>,
  version: Version,
  find: NonNullable<Resource<Known>["find"]>,
): Route => {
  const make = entityMaker(entity, version)
  const navigation = version === "beta" ? all : []
  const names = navigation.map(({ name }) => name)
  return readRoute({
    path: `/${version}/deviceManagement/${segment}/{id}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: `One ${entity.name}`,
    ...(names.length === 0
      ? {}
      : { options: [{ name: EXPAND, description: `One or several of ${names.join(", ")}.` }] }),
    params: Schema.Struct({ id: Schema.String }),
    query: ListQuery,
    answers: [
      {
        status: 200,
        description: "The entity.",
        schema: Schema.Struct({
          "@odata.context": Schema.String,
          ...entitySchema(entity, version).fields,
          ...Object.fromEntries(
            names.map((name) => [name, Schema.optionalKey(Schema.NullOr(Schema.JsonObject))]),
          ),
        }),
      },
    ],
    handle: Effect.fnUntraced(function* ({ params: { id }, query, request, tenant }) {
      yield* onlyOptions(query, names.length === 0 ? [] : [EXPAND])
      const wanted = yield* expanded(query[EXPAND], navigation)
      const known = yield* lookTwice(find(tenant.id, id))
      if (known === undefined) return yield* notFound(entity.name, id)
      const led = yield* Effect.forEach(wanted, ({ find: found, name }) =>
        Effect.map(found(tenant.id, id), (one) => [name, one] as const),
      )
      return graphJson(200, {
        "@odata.context": contextOf(request, version, `${segment}/$entity`),
        ...make(known),
        ...Object.fromEntries(led),
      })
    }),
  })
}

/** What an entry leads to, by its own address; 204 where there is none. Source: OData 4.01, part 1, section 11.2.7. */
const navigationRoute = <Known>(
  { entity, segment }: Resource<Known>,
  { find: found, name, summary }: Navigation,
  find: NonNullable<Resource<Known>["find"]>,
): Route =>
  readRoute({
    path: `/beta/deviceManagement/${segment}/{id}/${name}`,
    face: "graph",
    tag: "Graph beta",
    summary,
    params: Schema.Struct({ id: Schema.String }),
    query: ListQuery,
    answers: [
      { status: 200, description: "The entity.", schema: Schema.JsonObject },
      { status: 204, description: "There is none.", schema: null },
    ],
    handle: Effect.fnUntraced(function* ({ params: { id }, query, request, tenant }) {
      yield* onlyOptions(query, [])
      if ((yield* lookTwice(find(tenant.id, id))) === undefined) return yield* notFound(entity.name, id)
      const one = yield* found(tenant.id, id)
      if (one === null) return noContent()
      const context = contextOf(request, "beta", `${segment}('${id}')/${name}/$entity`)
      return graphJson(200, { "@odata.context": context, ...one })
    }),
  })

const navigationRoutes = <Known>(
  resource: Resource<Known>,
  find: NonNullable<Resource<Known>["find"]>,
): ReadonlyArray<Route> =>
  (resource.navigation ?? []).map((navigation) => navigationRoute(resource, navigation, find))

/** The reads of a collection in every version that has it. */
export const resourceRoutes = <Known>(resource: Resource<Known>): ReadonlyArray<Route> =>
  resource.versions.flatMap((version) => [
    listRoute(resource, version),
    ...(resource.find === null ? [] : [entityRoute(resource, version, resource.find)]),
    ...(resource.find === null || version === "v1.0" ? [] : navigationRoutes(resource, resource.find)),
  ])
