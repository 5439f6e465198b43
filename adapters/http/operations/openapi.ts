import type { AnswerDoc, NamedDoc, Route } from "../exchange/route.ts"
import { GraphError } from "../problems/graph-error.ts"
import { ProblemDetails } from "../problems/problem-details.ts"
import { type Described, makeSchemas, type Schemas } from "./json-schemas.ts"

/** A description of the API. Source: OpenAPI Specification 3.1. */
export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: ReadonlyArray<{ readonly name: string }>
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } }
  readonly components: { readonly schemas: { readonly [name: string]: Described } }
}

interface Operation {
  readonly operationId: string
  readonly tags: ReadonlyArray<string>
  readonly summary: string
  readonly description?: string
  readonly parameters: ReadonlyArray<unknown>
  readonly requestBody?: unknown
  readonly responses: { readonly [status: string]: unknown }
}

const content = (mediaType: string, schema: Described) => ({ content: { [mediaType]: { schema } } })

const named =
  (where: "query" | "header") =>
  ({ description, name }: NamedDoc) => ({
    name,
    in: where,
    required: false,
    description,
    schema: { type: "string" },
  })

const parametersOf = (route: Route, { parameters }: Schemas) => [
  ...parameters(route.params).map(({ name, schema }) => ({ name, in: "path", required: true, schema })),
  ...parameters(route.query).map((parameter) => ({ ...parameter, in: "query" })),
  ...(route.options ?? []).map(named("query")),
  // OpenAPI leaves Authorization to its security schemes; here it is one header among others.
  ...(route.headers ?? []).map(named("header")),
]

const answerOf = ({ description, mediaType = "application/json", schema }: AnswerDoc, schemas: Schemas) => ({
  description,
  ...(schema === null ? {} : content(mediaType, schemas.describe(schema, "ignore"))),
})

const errorOf = (route: Route, { describe }: Schemas) => ({
  description: "What was wrong, where, and what to do.",
  ...(route.face === "graph"
    ? content("application/json", describe(GraphError, "ignore"))
    : content("application/problem+json", describe(ProblemDetails, "ignore"))),
})

const bodyOf = ({ body }: Route, { describe }: Schemas) =>
  body === null
    ? {}
    : {
        requestBody: {
          required: body.required,
          description: body.description,
          ...content(
            body.mediaType,
            body.schema === null ? { type: "string", format: "binary" } : describe(body.schema, "error"),
          ),
        },
      }

const operationId = ({ method, path }: Route): string =>
  `${method.toLowerCase()}_${path.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "")}`

const operationOf = (route: Route, schemas: Schemas): Operation => {
  const { answers, description, summary, tag } = route
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: parametersOf(route, schemas),
    ...bodyOf(route, schemas),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [answer.status, answerOf(answer, schemas)])),
      default: errorOf(route, schemas),
    },
  }
}

/** Describes routes from the Schemas that they are served by. */
export const describeApi = (routes: ReadonlyArray<Route>, version: string): OpenApi => {
  const schemas = makeSchemas()
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, schemas) }
  return {
    openapi: "3.1.0",
    info: {
      title: "Flightlog",
      version,
      description:
        "Device deployment as events: Microsoft Graph's addresses, and Flightlog's own under /api.",
    },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: schemas.components },
  }
}
