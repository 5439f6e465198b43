import { Effect, Schema } from "effect"
import { noBody } from "../exchange/body.ts"
import { json, type Reply } from "../exchange/reply.ts"
import { type Route, route } from "../exchange/route.ts"
import { Nothing } from "../given/routes.ts"
import { homePage } from "./home-page.ts"
import { describeApi } from "./openapi.ts"

const page = (body: string): Reply => ({
  status: 200,
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body,
})

/** What tells of the service itself: the first page and the description of the API, made of the routes once. */
export const aboutRoutes = (described: ReadonlyArray<Route>, version: string): ReadonlyArray<Route> => {
  let openApi: Reply | undefined
  let home: Reply | undefined
  const about: ReadonlyArray<Route> = [
    route({
      method: "GET",
      path: "/",
      face: "native",
      tag: "About",
      summary: "This list of addresses",
      params: Nothing,
      query: Nothing,
      body: noBody,
      answers: [{ status: 200, description: "A page.", schema: Schema.String, mediaType: "text/html" }],
      handle: () =>
        Effect.sync(() => {
          home ??= page(homePage([...described, ...about]))
          return home
        }),
    }),
    route({
      method: "GET",
      path: "/openapi.json",
      face: "native",
      tag: "About",
      summary: "The description of this API for programs",
      params: Nothing,
      query: Nothing,
      body: noBody,
      answers: [{ status: 200, description: "OpenAPI 3.1.", schema: Schema.JsonObject }],
      handle: () =>
        Effect.sync(() => {
          openApi ??= json(200, describeApi([...described, ...about], version))
          return openApi
        }),
    }),
  ]
  return about
}
