import { suggest } from "#workflows/language"
import { faceOf } from "../exchange/path.ts"
import type { Route } from "../exchange/route.ts"
import type { Trouble } from "./trouble.ts"

/** 405: the address is right, the method is not. */
export const noSuchMethod = (method: string, routes: ReadonlyArray<Route>): Trouble => {
  const methods = [...new Set(routes.map((route) => route.method))]
  return {
    status: 405,
    code: "method-not-allowed",
    what: `${method} is not done here.`,
    remedy: `Here it is ${methods.join(" or ")}.`,
    headers: { Allow: methods.join(", ") },
  }
}

/** The first segment of a path that no route has at its place. */
const strangeSegment = (path: string, routes: ReadonlyArray<Route>): string => {
  const given = path.split("/").filter((segment) => segment !== "")
  let remaining = routes.map((route) => route.path.split("/").filter((segment) => segment !== ""))
  for (const [place, segment] of given.entries()) {
    remaining = remaining.filter((segments) => {
      const known = segments[place]
      return known !== undefined && (known.startsWith("{") || known.toLowerCase() === segment.toLowerCase())
    })
    if (remaining.length === 0) return segment
  }
  return given.at(-1) ?? ""
}

/** An address that nothing is served at: 404, or Graph's 400 that names the segment. */
export const noSuchPath = (path: string, routes: ReadonlyArray<Route>): Trouble => {
  if (faceOf(path) === "graph")
    return {
      status: 400,
      code: "segment-unknown",
      what: `Resource not found for the segment '${strangeSegment(path, routes)}'.`,
      remedy: "What is served is listed at /openapi.json.",
    }
  const meant = suggest(
    path,
    routes.map((route) => route.path),
  )
  return {
    status: 404,
    code: "address-unknown",
    what: `There is nothing at ${JSON.stringify(path)}.`,
    remedy: meant === undefined ? "What is served is listed at /openapi.json." : `Did you mean ${meant}?`,
  }
}
