import { getPath } from "hono/utils/url"
import type { Face } from "./route.ts"

const GRAPH = /^\/(?:v1\.0|beta)(?:\/|$)/i

/** The face that an address belongs to. */
export const faceOf = (path: string): Face => (GRAPH.test(path) ? "graph" : "native")

/**
 * A path as routes are looked up by it: without a slash at its end; on the Graph face also in lower case, with keys in
 * parentheses as segments of their own, and actions without their namespace, as clients write both.
 *
 * @example routingPath(".../DeviceManagement/managedDevices('A1')/microsoft.graph.wipe/") // ".../managedDevices/a1/wipe"
 */
export const routingPath = (path: string): string => {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path
  if (faceOf(trimmed) === "native") return trimmed === "" ? "/" : trimmed
  return trimmed
    .toLowerCase()
    .replaceAll(/\('([^'/]*)'\)/g, "/$1")
    .replaceAll("/microsoft.graph.", "/")
}

/** Where Hono looks a request up. */
export const routingPathOf = (request: Request): string => routingPath(getPath(request))
