import assert from "node:assert/strict"
import fc from "fast-check"
import { allRoutes } from "#adapters/http"
import type { Answered, Service } from "./http-world.ts"

const routes = allRoutes("1.2.3").filter(({ path }) => !path.startsWith("/health"))

/** A part of a path as programs get it wrong. */
const segment = fc.oneof(
  fc.uuid(),
  // A URL without a `.` segment: with one it is another URL before it is sent.
  fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text).replaceAll(".", "_")),
  fc.constantFrom("..%2f", "%00", "%zz", "('x')", "$count", "ann@contoso.com", "'; DROP TABLE x; --"),
)

/** A route by its own method, more often than not, with something for each parameter. */
const target = fc
  .tuple(
    fc.constantFrom(...routes),
    fc.array(segment, { minLength: 3, maxLength: 3 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom("GET", "POST", "DELETE", "PUT", "PATCH") },
    ),
  )
  .map(([route, parts, method]) => {
    let part = 0
    const path = route.path.replaceAll(/\{\w+\}/g, () => parts[part++] ?? "x")
    return { path, method: method ?? route.method }
  })

const query = fc.oneof(
  fc.constantFrom("", "?at=a1", "?$top=1&$skip=999999999", "?%24filter=x", "?$count=maybe"),
  fc.string({ maxLength: 30 }).map((text) => `?${encodeURI(text)}`),
)

const EMPTY_FILE = "Device Serial Number,Windows Product ID,Hardware Hash\n"

/** Bodies that nothing is right about. */
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
  fc.string({ maxLength: 200 }),
  fc.json({ maxDepth: 4 }),
  fc.constantFrom("", "dsl: 1\nkind: DeploymentProfile\nname: x\n", EMPTY_FILE),
)

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom("", "ann@contoso.com", "T0", "a".repeat(300)),
)

/** Bodies of the right keys, by the last segment of the address. */
const KEYS = new Map(
  Object.entries({
    tenants: ["name"],
    users: ["userPrincipalName"],
    licences: ["licence"],
    discover: ["hash"],
    "sign-in": ["userPrincipalName"],
    updateDeviceProperties: ["groupTag", "displayName"],
    assignUserToDevice: ["userPrincipalName"],
  }),
)

const bodyFor = (path: string): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> => {
  const keys = KEYS.get(path.split("/").at(-1) ?? "") ?? []
  const shaped = fc.record(Object.fromEntries(keys.map((key) => [key, text])))
  return fc.oneof(
    anyBody,
    shaped.map((value) => JSON.stringify(value)),
  )
}

/** A request with something of everything that programs get wrong. */
export const anyRequest = target.chain(({ method, path }) =>
  fc.record({
    method: fc.constant(method),
    path: fc.constant(path),
    query: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: query }),
    body: bodyFor(path),
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constant("application/json") },
      { weight: 1, arbitrary: fc.constantFrom("text/csv", "application/yaml", "") },
    ),
    prefer: fc.constantFrom("wait=0", "respond-async", ""),
    hasToken: fc.boolean(),
  }),
)

type Asked = typeof anyRequest extends fc.Arbitrary<infer One> ? One : never

export const send = (service: Service, token: string, one: Asked): Promise<Answered> => {
  const headers = {
    "Flightlog-Tenant": "Contoso",
    ...(one.type === "" ? {} : { "Content-Type": one.type }),
    ...(one.prefer === "" ? {} : { Prefer: one.prefer, "Flightlog-Position": "a1" }),
    ...(one.hasToken ? { Authorization: `Bearer ${token}` } : {}),
  }
  const sent = one.method === "GET" ? {} : { body: one.body }
  return service.call(one.method, `${one.path}${one.query}`, { headers, ...sent })
}

/** What an error has to say on either face: something that was wrong, and no trace of the program. */
export const explains = ({ json, status, text }: Answered): void => {
  if (status < 400) return
  assert.ok(status < 500, text)
  const said = json?.detail ?? json?.error?.message
  assert.ok(typeof said === "string" && said.length > 10, text)
  assert.doesNotMatch(text, /node_modules|\.ts:\d+|\n {4}at /)
}
