import type { Route } from "../exchange/route.ts"

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse;width:100%}td{padding:.2rem .8rem .2rem 0;vertical-align:top}" +
  "code{font-family:ui-monospace,monospace}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}"

const isAddress = ({ method, path }: Route): boolean => method === "GET" && !path.includes("{")

const addressOf = (route: Route): string => {
  const path = `<code>${escaped(route.path)}</code>`
  return isAddress(route) ? `<a href="${escaped(route.path)}">${path}</a>` : path
}

const rowOf = (route: Route): string =>
  `<tr><td><code>${route.method}</code></td><td>${addressOf(route)}</td><td>${escaped(route.summary)}</td></tr>`

const sectionOf = ([tag, routes]: readonly [string, ReadonlyArray<Route>]): string =>
  `<h2>${escaped(tag)}</h2><table>${routes.map(rowOf).join("")}</table>`

/** The first page: every address of the service, and what is there. */
export const homePage = (routes: ReadonlyArray<Route>): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Flightlog</title>` +
  `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>` +
  "<h1>Flightlog</h1><p>Every step of a device's deployment is an event. These are the addresses of this service; " +
  `<a href="/openapi.json">/openapi.json</a> describes them for programs.</p>` +
  `${[...Map.groupBy(routes, ({ tag }) => tag)].map(sectionOf).join("")}</body></html>\n`
